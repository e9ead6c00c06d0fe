/** What users give, checked as every package of {@code nn} checks it; not exported. */
package dev.gradlet.nn.given;

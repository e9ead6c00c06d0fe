/**
 * Tools to learn and debug with: they look at what runs, and are no part of it. Nothing else in core looks at them.
 */
package dev.gradlet.inspect;

package dev.gradlet;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An exception to {@link CheckReturnValue}: the call has an effect of its own, what it returns serves chaining. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface CanIgnoreReturnValue {}

// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One measured value, and the goal if there is one.
 *
 * @param section short name of the section that measured it
 * @param name what was measured
 * @param value the value
 * @param unit its unit, empty for a ratio
 * @param goal what it should be, empty if it is there for information
 * @param atMost whether the value should not be above the goal; otherwise it should not be below
 */
record Figure(String section, String name, double value, String unit, OptionalDouble goal, boolean atMost) {

    /** For information. */
    static Figure info(String section, String name, double value, String unit) {
        return new Figure(section, name, value, unit, OptionalDouble.empty(), true);
    }

    /** With a goal that it should not exceed. */
    static Figure atMost(String section, String name, double value, String unit, double goal) {
        return new Figure(section, name, value, unit, OptionalDouble.of(goal), true);
    }

    /** With a goal that it should reach. */
    static Figure atLeast(String section, String name, double value, String unit, double goal) {
        return new Figure(section, name, value, unit, OptionalDouble.of(goal), false);
    }

    /** {@code met}, {@code missed}, or empty without a goal. */
    String verdict() {
        if (goal.isEmpty()) {
            return "";
        }
        boolean met = atMost ? value <= goal.getAsDouble() : value >= goal.getAsDouble();
        return met ? "met" : "missed";
    }

    /** The goal as people read it, empty if there is none. */
    String goalText() {
        return goal.isEmpty() ? "" : (atMost ? "<= " : ">= ") + number(goal.getAsDouble());
    }

    /** The value as people read it: three digits that count. */
    String valueText() {
        return number(value);
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 1000 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}

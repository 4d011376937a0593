// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a machine ({@code 4}) or of a container on one ({@code 4/lxd/2}), as {@code provisioner.md} section 2
 * defines it. Ordered as {@code MachinesWithTransientErrors} lists machines: a host before its containers, numbers by
 * value.
 *
 * @param value the id, such as {@code 4/lxd/2}
 */
public record MachineId(String value) implements Comparable<MachineId> {
    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final Pattern SHAPE = Pattern.compile(NUMBER + "(/[a-z]+/" + NUMBER + ")*");

    public MachineId {
        if (!isValid(value)) {
            throw FacetException.notValid("machine id \"" + value + "\"");
        }
    }

    /** Whether {@code value} has the shape of a machine id. */
    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    /** Whether this is a container. */
    public boolean isContainer() {
        return value.indexOf('/') >= 0;
    }

    /** The machine or container that hosts this container, or empty for a top-level machine. */
    public Optional<MachineId> parent() {
        if (!isContainer()) {
            return Optional.empty();
        }
        int number = value.lastIndexOf('/');
        return Optional.of(new MachineId(value.substring(0, value.lastIndexOf('/', number - 1))));
    }

    /** The container type, such as {@code lxd}, or empty for a top-level machine. */
    public Optional<String> containerType() {
        if (!isContainer()) {
            return Optional.empty();
        }
        int number = value.lastIndexOf('/');
        return Optional.of(value.substring(value.lastIndexOf('/', number - 1) + 1, number));
    }

    /** The top-level machine at the root of this id; itself if it is one. */
    public MachineId topLevel() {
        int slash = value.indexOf('/');
        return slash < 0 ? this : new MachineId(value.substring(0, slash));
    }

    /** The tag, such as {@code machine-4-lxd-2}. */
    public String tag() {
        return "machine-" + value.replace('/', '-');
    }

    @Override
    public int compareTo(MachineId other) {
        String[] mine = value.split("/");
        String[] theirs = other.value.split("/");
        for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
            int order = i % 2 == 1 ? mine[i].compareTo(theirs[i]) : compareNumbers(mine[i], theirs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.length, theirs.length);
    }

    /** Without leading zeros the longer number is the larger one, whatever its size. */
    private static int compareNumbers(String a, String b) {
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    @Override
    public String toString() {
        return value;
    }
}

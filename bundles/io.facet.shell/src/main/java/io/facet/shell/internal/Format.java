// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

/** For whom a command prints what it found. */
public enum Format {
    /** For people: tables with headings. */
    PEOPLE,
    /** For scripts that read lines: values separated by tabs, no headings, nothing if there is nothing. */
    TABS,
    /** For programs: one JSON document. */
    JSON
}

// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import org.apache.karaf.shell.api.console.CommandLine;

/** A line with the cursor in its last word, which is empty. */
record TypedLine(String... words) implements CommandLine {
    @Override
    public int getCursorArgumentIndex() {
        return words.length - 1;
    }

    @Override
    public String getCursorArgument() {
        return "";
    }

    @Override
    public int getArgumentPosition() {
        return 0;
    }

    @Override
    public String[] getArguments() {
        return words;
    }

    @Override
    public int getBufferPosition() {
        return getBuffer().length();
    }

    @Override
    public String getBuffer() {
        return String.join(" ", words);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import java.util.List;

/** The interactive shell, at its prompt. */
final class InteractiveShell implements AutoCloseable {

    private static final String PROMPT = "karaf@root()>";

    private final Terminal terminal;

    InteractiveShell(Terminal terminal) {
        this.terminal = terminal;
        atPrompt("the first prompt");
    }

    /** Types the beginning of a command, presses Tab, and sees what is offered; leaves an empty line. */
    void offers(String beginning, String... expected) throws Exception {
        terminal.type(beginning + Terminal.TAB);
        terminal.await("list of what begins with " + beginning, screen -> List.of(expected).stream()
                .allMatch(screen::contains));
        terminal.type(Terminal.DISCARD);
        atPrompt("an empty line");
    }

    /**
     * Types a command and Enter, and waits for the next prompt.
     *
     * @param typed what is typed and what the Tab key has to add to it, in turn
     * @return the screen, which was cleared before
     */
    String run(String... typed) throws Exception {
        terminal.type(Terminal.CLEAR);
        terminal.await("an empty screen", PROMPT::equals);
        String line = "";
        for (int i = 0; i < typed.length; i++) {
            line += typed[i];
            terminal.type(i % 2 == 0 ? typed[i] : Terminal.TAB);
            String sofar = line.stripTrailing();
            terminal.await("line " + sofar, screen -> screen.replace("\n", "").endsWith(PROMPT + " " + sofar));
        }
        terminal.type(Terminal.ENTER);
        return atPrompt("the prompt after " + line);
    }

    int leave() throws Exception {
        terminal.type("logout" + Terminal.ENTER);
        return terminal.awaitEnd();
    }

    private String atPrompt(String what) {
        return terminal.await(what, screen -> screen.endsWith(PROMPT));
    }

    @Override
    public void close() {
        terminal.close();
    }
}

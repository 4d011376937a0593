// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;

/** What the shell offers when Tab is pressed. */
final class ShellCompletion {

    private ShellCompletion() {}

    /**
     * What is offered for the last word of a line.
     *
     * @param command a command of scope {@code facet}
     * @param words the words after it, of which the last is being typed
     */
    static List<String> of(SessionFactory sessions, String command, String... words) {
        try (Session session = sessions.create(new ByteArrayInputStream(new byte[0]), System.out, System.err)) {
            List<String> all = new ArrayList<>(List.of(words));
            all.add(0, "facet:" + command);
            List<Candidate> candidates = new ArrayList<>();
            session.getRegistry()
                    .getCommand("facet", command)
                    .getCompleter(false)
                    .completeCandidates(session, new Line(all), candidates);
            return candidates.stream().map(Candidate::value).map(String::strip).toList();
        }
    }

    /** A line with the cursor at its end. */
    private record Line(List<String> words) implements CommandLine {

        @Override
        public int getCursorArgumentIndex() {
            return words.size() - 1;
        }

        @Override
        public String getCursorArgument() {
            return words.get(words.size() - 1);
        }

        @Override
        public int getArgumentPosition() {
            return getCursorArgument().length();
        }

        @Override
        public String[] getArguments() {
            return words.toArray(String[]::new);
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
}

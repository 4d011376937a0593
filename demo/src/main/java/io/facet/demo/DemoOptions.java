// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param help whether to print the help and nothing else
 * @param agentConf agent.conf of the controller's agent for the model to provision; empty to only wait for the server
 * @param health URL to wait for before anything else
 * @param ca file with the CA certificate to trust when waiting, or {@code insecure}
 * @param timeout for everything together
 * @param workers how many instances are started at a time
 * @param plain whether to print lines only, even on a terminal
 */
record DemoOptions(
        boolean help,
        Optional<Path> agentConf,
        Optional<URI> health,
        Optional<String> ca,
        Duration timeout,
        int workers,
        boolean plain) {

    static final String INSECURE = "insecure";
    static final String HELP =
            """
            Usage: java -jar facet-demo.jar --agent-conf FILE [OPTION...]
                   java -jar facet-demo.jar --wait-health URL [--ca FILE|insecure] [--timeout-s N]

            A provisioner with simulated instances. It logs in to the model that the agent.conf names, watches its
            machines, starts an instance for each one that waits for it, and clears away dead ones. One of the instances
            fails at first, with an error that may pass, and is started again. It talks to the server through the API only.

              --agent-conf FILE    agent.conf of the controller's own agent for the model to provision
              --health URL         before that, wait until URL answers "running" (such as https://localhost:17070/health)
              --wait-health URL    the same; without --agent-conf it is all that is done
              --ca FILE|insecure   CA certificate to trust at that URL, or "insecure" to trust anyone; the default is the
                                   certificate in the agent.conf
              --timeout-s N        give up after that many seconds (default 120)
              --workers N          how many instances are started at a time (default 8)
              --plain              print plain lines on a terminal too; the default where output is piped
              -h, --help           print this

            Exit status: 0 if every machine ended where it should (or URL answered), 1 if not, 2 for wrong usage.
            """;

    private static final int DEFAULT_TIMEOUT_S = 120;
    private static final int DEFAULT_WORKERS = 8;
    private static final int MAX_WORKERS = 256;

    /**
     * Reads the arguments; {@code --name=value} is taken as {@code --name value}.
     *
     * @throws IllegalArgumentException naming the argument and what was expected
     */
    static DemoOptions parse(List<String> arguments) {
        boolean help = false;
        boolean plain = false;
        Optional<Path> agentConf = Optional.empty();
        Optional<URI> health = Optional.empty();
        Optional<String> ca = Optional.empty();
        int timeoutS = DEFAULT_TIMEOUT_S;
        int workers = DEFAULT_WORKERS;
        Set<String> seen = new HashSet<>();
        Iterator<String> rest = arguments.stream()
                .flatMap(argument -> argument.startsWith("--") && argument.contains("=")
                        ? List.of(argument.split("=", 2)).stream()
                        : List.of(argument).stream())
                .iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!seen.add(option)) {
                throw new IllegalArgumentException(option + " is given twice");
            }
            switch (option) {
                case "-h", "--help" -> help = true;
                case "--plain" -> plain = true;
                case "--agent-conf" -> agentConf = Optional.of(Path.of(value(option, rest)));
                case "--health", "--wait-health" -> health = Optional.of(url(option, value(option, rest)));
                case "--ca" -> ca = Optional.of(value(option, rest));
                case "--timeout-s" -> timeoutS = number(option, value(option, rest), Integer.MAX_VALUE);
                case "--workers" -> workers = number(option, value(option, rest), MAX_WORKERS);
                default -> throw new IllegalArgumentException("unknown argument " + option);
            }
        }
        if (!help && agentConf.isEmpty() && health.isEmpty()) {
            throw new IllegalArgumentException("nothing to do without --agent-conf or --wait-health");
        }
        if (!help && health.isPresent() && agentConf.isEmpty() && ca.isEmpty()) {
            throw new IllegalArgumentException(
                    "--wait-health needs --ca, or --agent-conf to take the certificate from");
        }
        return new DemoOptions(help, agentConf, health, ca, Duration.ofSeconds(timeoutS), workers, plain);
    }

    /** The certificate that {@code --ca} names, or the word {@code insecure}. */
    Optional<String> caText() throws IOException {
        return ca.isPresent() && !ca.get().equals(INSECURE) ? Optional.of(Files.readString(Path.of(ca.get()))) : ca;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int number(String option, String text, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for all that is wrong with a number.
        }
        throw new IllegalArgumentException(option + " needs a whole number from 1"
                + (max == Integer.MAX_VALUE ? " on" : " to " + max) + ", not \"" + text + "\"");
    }

    private static URI url(String option, String text) {
        try {
            URI url = new URI(text);
            if ("https".equals(url.getScheme()) && url.getHost() != null) {
                return url;
            }
        } catch (java.net.URISyntaxException e) {
            // Falls through to the one message for all that is wrong with a URL.
        }
        throw new IllegalArgumentException(
                option + " needs an https URL, such as https://localhost:17070/health, not \"" + text + "\"");
    }
}

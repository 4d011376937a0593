// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.regex.Pattern;

/**
 * The operating system of a machine, such as {@code ubuntu@22.04/stable}.
 *
 * @param os name of the system, such as {@code ubuntu}
 * @param channel track and risk, such as {@code 22.04/stable}
 */
public record Base(String os, String channel) {
    private static final String DEFAULT_RISK = "stable";

    /** Track, risk and branch, of which only the track must be there. */
    private static final Pattern CHANNEL = Pattern.compile("[^/@\\s]+(/[^/@\\s]+){0,2}");

    private static final Pattern OS = Pattern.compile("[^/@\\s]+");

    public Base {
        if (!isValid(os, channel)) {
            throw FacetException.notValid("base \"" + os + "@" + channel + "\"");
        }
        if (channel.indexOf('/') < 0) {
            channel = channel + "/" + DEFAULT_RISK;
        }
    }

    /**
     * Parses {@code os@channel}; a channel without a risk gets {@code stable}.
     *
     * @throws FacetException code {@code not valid}, if either half is missing or has a wrong shape
     */
    public static Base parse(String text) {
        int at = Math.max(text.indexOf('@'), 0);
        if (!isValid(text.substring(0, at), text.substring(Math.min(at + 1, text.length())))) {
            throw FacetException.notValid(
                    "base \"" + text + "\" (expected <os>@<channel>, such as ubuntu@22.04/stable)");
        }
        return new Base(text.substring(0, at), text.substring(at + 1));
    }

    private static boolean isValid(String os, String channel) {
        return OS.matcher(os).matches() && CHANNEL.matcher(channel).matches();
    }

    /** The version in front of the risk, such as {@code 22.04}. */
    public String track() {
        return channel.substring(0, channel.indexOf('/'));
    }

    @Override
    public String toString() {
        return os + "@" + channel;
    }
}

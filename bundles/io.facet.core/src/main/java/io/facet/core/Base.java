// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

/**
 * The operating system of a machine, such as {@code ubuntu@22.04/stable}.
 *
 * @param os name of the system, such as {@code ubuntu}
 * @param channel track and risk, such as {@code 22.04/stable}
 */
public record Base(String os, String channel) {
    private static final String DEFAULT_RISK = "stable";

    public Base {
        if (os.isEmpty() || channel.isEmpty()) {
            throw FacetException.notValid("base \"" + os + "@" + channel + "\"");
        }
        if (channel.indexOf('/') < 0) {
            channel = channel + "/" + DEFAULT_RISK;
        }
    }

    /**
     * Parses {@code os@channel}; a channel without a risk gets {@code stable}.
     *
     * @throws FacetException code {@code not valid}, if either half is missing
     */
    public static Base parse(String text) {
        int at = text.indexOf('@');
        if (at <= 0 || at == text.length() - 1) {
            throw FacetException.notValid(
                    "base \"" + text + "\" (expected <os>@<channel>, such as ubuntu@22.04/stable)");
        }
        return new Base(text.substring(0, at), text.substring(at + 1));
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

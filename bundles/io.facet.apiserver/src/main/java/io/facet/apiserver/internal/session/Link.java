// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

/** What a session asks of the connection that carries it. */
public interface Link {

    /** Ends the connection from the server's side: running calls are cancelled and answered, then it is closed. */
    void close();

    /** The number of running calls changed, so that reading may have to stop or can go on. */
    void loadChanged();

    /** Whether the server does not read from the peer because too many of its calls run. */
    boolean isSaturated();
}

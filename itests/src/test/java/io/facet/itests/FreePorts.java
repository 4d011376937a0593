// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * TCP ports that were free on the loopback interface a moment ago, all different.
 *
 * @param numbers the ports
 */
record FreePorts(List<Integer> numbers) {

    static FreePorts allocate(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return new FreePorts(
                    sockets.stream().map(ServerSocket::getLocalPort).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            for (ServerSocket socket : sockets) {
                close(socket);
            }
        }
    }

    int number(int index) {
        return numbers.get(index);
    }

    String text(int index) {
        return Integer.toString(number(index));
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

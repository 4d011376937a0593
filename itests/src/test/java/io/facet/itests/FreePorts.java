// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports that were free on the loopback interface a moment ago, all different. They lie below those that the system gives
 * to clients, so that none is taken before it is used.
 *
 * @param numbers the ports
 */
record FreePorts(List<Integer> numbers) {

    private static final int FIRST = 16_000;
    private static final int RANGE = 16_000;

    private static final AtomicInteger NEXT = new AtomicInteger(new Random().nextInt(RANGE));

    static FreePorts allocate(int count) {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            int port = FIRST + NEXT.getAndIncrement() % RANGE;
            if (isFree(port)) {
                numbers.add(port);
            }
        }
        return new FreePorts(List.copyOf(numbers));
    }

    int number(int index) {
        return numbers.get(index);
    }

    String text(int index) {
        return Integer.toString(number(index));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.Test;

public class AuditQueueTest {
    private static final long ROOM_FOR_TEN = 10 * 512;

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);

    @Test
    public void whatFindsNoRoomIsCountedAndHoldsNobodyUp() {
        AuditQueue queue = new AuditQueue(this::slowly, ROOM_FOR_TEN);
        queue.add(0, () -> "first");
        await().until(() -> written.contains("first begins"));

        // The disk does not answer; each of these returns all the same.
        for (int i = 0; i < 25; i++) {
            String line = "event " + i;
            queue.add(0, () -> line);
        }
        slow.countDown();
        queue.close();

        assertThat(written).contains("event 0", "event 9").doesNotContain("event 10", "event 24");
        assertThat(written.stream().filter(line -> line.contains("\"event\":\"lost\"")))
                .singleElement()
                .asString()
                .endsWith("\"events\":15}");
    }

    @Test
    public void thereIsRoomAgainWhenEventsWereWritten() {
        AuditQueue queue = new AuditQueue(written::add, ROOM_FOR_TEN);
        for (int i = 0; i < 100; i++) {
            String line = "event " + i;
            queue.add(0, () -> line);
            await().until(() -> written.contains(line));
        }
        queue.close();

        assertThat(written).hasSize(100);
    }

    @Test
    public void oneEventLargerThanAllTheRoomIsWritten() {
        AuditQueue queue = new AuditQueue(written::add, ROOM_FOR_TEN);
        queue.add(10 * ROOM_FOR_TEN, () -> "large");
        queue.close();

        assertThat(written).containsExactly("large");
    }

    @Test
    public void whatWaitsIsWrittenBeforeTheEnd() {
        AuditQueue queue = new AuditQueue(this::slowly, 1 << 20);
        queue.add(0, () -> "first");
        queue.add(0, () -> "second");
        Thread closing = new Thread(queue::close);
        closing.start();
        await().until(() -> written.contains("first begins"));
        slow.countDown();

        await().until(() -> !closing.isAlive());
        assertThat(written).containsExactly("first begins", "first", "second begins", "second");
    }

    @Test
    public void theEndDoesNotWaitForAStuckDisk() {
        AuditQueue queue = new AuditQueue(this::slowly, 1 << 20);
        queue.add(0, () -> "first");
        queue.close(10);

        assertThat(written).doesNotContain("first");
    }

    @Test
    public void whatCannotBeWrittenIsCountedAndTheNextIsTried() {
        List<String> lines = new CopyOnWriteArrayList<>();
        AuditQueue queue = new AuditQueue(
                line -> {
                    if (line.equals("full")) {
                        throw new IllegalStateException("no space left on device");
                    }
                    lines.add(line);
                },
                1 << 20);
        queue.add(0, () -> "full");
        queue.add(0, () -> {
            throw new IOException("not JSON");
        });
        queue.add(0, () -> "next");
        queue.close();

        assertThat(lines).contains("next");
        assertThat(lines.stream()
                        .filter(line -> line.contains("\"event\":\"lost\""))
                        .mapToInt(line -> Integer.parseInt(line.replaceAll(".*\"events\":(\\d+)}", "$1")))
                        .sum())
                .isEqualTo(2);
    }

    private void slowly(String line) {
        if (!line.contains("\"event\":\"lost\"")) {
            written.add(line + " begins");
        }
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        written.add(line);
    }
}

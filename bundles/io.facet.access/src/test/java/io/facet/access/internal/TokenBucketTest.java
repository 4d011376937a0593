// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.Test;

public class TokenBucketTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    public void bucketStartsFullAndFillsAtItsRate() {
        TokenBucket bucket = new TokenBucket(2, Duration.ofMillis(250), now::get);

        assertThat(taken(bucket, 3)).isEqualTo(2);
        pass(249);
        assertThat(taken(bucket, 1)).isZero();
        pass(1);
        assertThat(taken(bucket, 2)).isEqualTo(1);
        pass(10_000);
        assertThat(taken(bucket, 5)).isEqualTo(2);
    }

    @Test
    public void zeroMeansNoLimit() {
        assertThat(taken(new TokenBucket(0, Duration.ofMillis(250), now::get), 1000))
                .isEqualTo(1000);
    }

    private void pass(long ms) {
        now.addAndGet(Duration.ofMillis(ms).toNanos());
    }

    private static long taken(TokenBucket bucket, int attempts) {
        return IntStream.range(0, attempts).filter(i -> bucket.take()).count();
    }
}

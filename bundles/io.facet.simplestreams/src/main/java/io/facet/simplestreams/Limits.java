// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import java.time.Duration;

/**
 * How much a mirror may cost.
 *
 * @param attempts how often a file is tried before it is given up
 * @param retryDelay pause before the second attempt; doubles with each further one
 * @param maxRetryDelay the longest pause
 * @param request time for one attempt, until the last byte
 * @param lookup time for a whole lookup, over all its files
 * @param maxBytes size of a metadata file
 * @param maxFetches files being fetched at the same time; more are refused with {@link StreamsException.Kind#BUSY}
 * @param cacheBytes size of all files kept
 * @param cacheTime how long a file is kept
 * @param failureTime how long a failure is kept, so that a dead mirror is not asked for each call
 */
public record Limits(
        int attempts,
        Duration retryDelay,
        Duration maxRetryDelay,
        Duration request,
        Duration lookup,
        long maxBytes,
        int maxFetches,
        long cacheBytes,
        Duration cacheTime,
        Duration failureTime) {

    /** What suits public mirrors; attempts and pauses as in {@code provisioning-info.md} 7.4. */
    public static final Limits DEFAULT = new Limits(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            32L << 20,
            64,
            64L << 20,
            Duration.ofMinutes(5),
            Duration.ofSeconds(20));

    /** These limits with another time for attempts and whole lookups. */
    public Limits withTimes(Duration oneRequest, Duration wholeLookup) {
        return new Limits(
                attempts,
                retryDelay,
                maxRetryDelay,
                oneRequest,
                wholeLookup,
                maxBytes,
                maxFetches,
                cacheBytes,
                cacheTime,
                failureTime);
    }

    /** These limits with another pause before the second attempt. */
    public Limits withRetryDelay(Duration delay) {
        return new Limits(
                attempts,
                delay,
                maxRetryDelay,
                request,
                lookup,
                maxBytes,
                maxFetches,
                cacheBytes,
                cacheTime,
                failureTime);
    }

    /** These limits with another size of files. */
    public Limits withMaxBytes(long bytes) {
        return new Limits(
                attempts,
                retryDelay,
                maxRetryDelay,
                request,
                lookup,
                bytes,
                maxFetches,
                cacheBytes,
                cacheTime,
                failureTime);
    }

    /** These limits with other times to keep files and failures. */
    public Limits withKeeping(Duration files, Duration failures) {
        return new Limits(
                attempts,
                retryDelay,
                maxRetryDelay,
                request,
                lookup,
                maxBytes,
                maxFetches,
                cacheBytes,
                files,
                failures);
    }
}

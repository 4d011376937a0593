// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import java.util.concurrent.atomic.LongAdder;

/**
 * What went over all connections since the server started.
 *
 * @param bytesIn bytes of the messages received
 * @param bytesOut bytes of the messages sent
 * @param events events that watchers were told
 */
public record Traffic(LongAdder bytesIn, LongAdder bytesOut, LongAdder events) {

    public Traffic() {
        this(new LongAdder(), new LongAdder(), new LongAdder());
    }
}

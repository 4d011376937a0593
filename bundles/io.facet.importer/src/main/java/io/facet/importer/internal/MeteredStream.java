// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Counts what is read, tells about it now and then, and refuses more than a limit. */
final class MeteredStream extends FilterInputStream {
    private static final long STEP = 256 * 1024;

    private final long limit;
    private final LongConsumer progress;
    private long count;
    private long told;

    MeteredStream(InputStream in, long limit, LongConsumer progress) {
        super(in);
        this.limit = limit;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            add(1);
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n > 0) {
            add(n);
        }
        return n;
    }

    private void add(int n) {
        count += n;
        if (count > limit) {
            throw new FacetException(
                    ErrorCode.NOT_VALID,
                    "the document is larger than " + limit + " bytes (setting max.document.bytes)");
        }
        if (count - told >= STEP) {
            told = count;
            progress.accept(count);
        }
    }

    /** How many bytes were read. */
    long count() {
        return count;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import io.facet.simplestreams.internal.Urls;
import java.util.List;

/**
 * What a lookup found.
 *
 * @param baseUrl base URL that paths of items are relative to: that of the source, or of its mirror
 * @param signed whether a trusted signature vouches for it
 * @param items the items of the wanted products, the newest version of each product first; possibly none
 */
public record Found(String baseUrl, boolean signed, List<Item> items) {
    public Found {
        items = List.copyOf(items);
    }

    /** Full URL of what an item describes, by its {@code path}. */
    public String url(Item item) {
        return Urls.join(baseUrl, item.get("path"));
    }
}

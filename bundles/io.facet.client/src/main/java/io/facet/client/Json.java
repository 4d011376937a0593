// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;

/** The JSON mapper of the client. */
final class Json {

    /** Reads and writes what goes over the wire. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .typeFactory(types())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /** A type cache of its own: Jackson's shared one would keep the class loader of a removed bundle alive. */
    static TypeFactory types() {
        LookupCache<Object, JavaType> cache = new LRUMap<>(16, 200);
        return TypeFactory.defaultInstance().withCache(cache);
    }
}

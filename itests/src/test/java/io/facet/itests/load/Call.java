// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/**
 * A call and what its answer must be like.
 *
 * @param facade name of the facade
 * @param version version of it
 * @param method the method
 * @param params parameters, null for none
 * @param expected whether an answer is right
 */
record Call(String facade, int version, String method, Object params, Predicate<JsonNode> expected) {

    @Override
    public String toString() {
        return facade + "(" + version + ")." + method + (params == null ? "" : " " + params);
    }
}

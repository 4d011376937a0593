// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.apiserver.internal.watch.Watchers;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Caller;
import io.facet.facade.api.Watch;

/** What facades get to know of the calls of one connection. */
record ConnectionContext(Caller caller, String modelUuid, Watchers watchers) implements CallContext {

    @Override
    public String watch(Watch watch) {
        return watchers.register(watch);
    }
}

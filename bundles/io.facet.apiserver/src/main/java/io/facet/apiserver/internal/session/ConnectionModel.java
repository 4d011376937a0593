// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.access.api.ConnectedModel;

/** What is known of the model that a connection was made to. */
sealed interface ConnectionModel {

    /** The model exists. */
    record Known(ConnectedModel model) implements ConnectionModel {}

    /** There is no such model: no request of this connection can succeed ({@code wire.md} 1.2). */
    record Unknown() implements ConnectionModel {}

    /** Nobody could say at the time of the upgrade; a login asks again. */
    record Undetermined() implements ConnectionModel {}
}

// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/** Where a socket comes from, as people read it: {@code 192.0.2.2:38230}, {@code [2001:db8::1]:38230}. */
final class RemoteAddress {

    private RemoteAddress() {}

    /** Address and port of the peer; empty if it is gone already. */
    static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? NetUtil.toSocketAddressString(address)
                : "";
    }
}

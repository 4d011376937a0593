// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

/** Kinds of exchange. The weight says how many of 200 are of the kind. */
public enum SwapKind {
    FACADE_UPGRADE("facade upgrade (blue/green)", 30),
    FACADE_ROLLBACK("facade rollback", 16),
    SERVICE_UPGRADE("service upgrade (blue/green)", 30),
    SERVICE_ROLLBACK("service rollback", 14),
    FACADE_UPDATE("facade updated in place", 24),
    PROVIDER_UPDATE("provider updated in place", 24),
    FACADE_RESTART("facade restarted", 8),
    PROVIDER_RESTART("provider restarted", 14),
    SIDE_BY_SIDE("newer facade installed beside, then removed", 8),
    DEPLOYED("newer facade dropped into deploy/, then removed", 4),
    BROKEN_IMPORT("broken: unresolvable import", 5),
    BROKEN_ACTIVATION("broken: exception in activation", 4),
    BROKEN_CAPABILITY("broken: wrong capability", 4),
    BROKEN_HANGING("broken: activation hangs", 4),
    BROKEN_HALF("broken: half a jar", 4),
    BROKEN_NO_FACADE("broken: not a facade", 3),
    BROKEN_SERVICE("broken: service with an unresolvable import", 4);

    private final String title;
    private final int weight;

    SwapKind(String title, int weight) {
        this.title = title;
        this.weight = weight;
    }

    /** What to call it in the report. */
    public String title() {
        return title;
    }

    int weight() {
        return weight;
    }
}

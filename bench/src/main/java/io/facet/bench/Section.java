// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.util.List;

/** Measures some figures, in an installation of its own. */
interface Section {

    /** Short name, for the command line and the report. */
    String name();

    /** Measures. */
    List<Figure> run(Rig rig) throws Exception;
}

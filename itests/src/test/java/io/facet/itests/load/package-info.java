// SPDX-License-Identifier: Apache-2.0
/** Load on a controller in a process of its own, and what is exchanged in it meanwhile. */
package io.facet.itests.load;

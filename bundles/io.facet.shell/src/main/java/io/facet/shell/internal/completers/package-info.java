// SPDX-License-Identifier: Apache-2.0
/** What the Tab key offers for the arguments of the commands. */
package io.facet.shell.internal.completers;

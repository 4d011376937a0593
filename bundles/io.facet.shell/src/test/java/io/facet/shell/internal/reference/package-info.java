// SPDX-License-Identifier: Apache-2.0
/** What holds for all commands, and the page of the manual that is made from them. */
package io.facet.shell.internal.reference;

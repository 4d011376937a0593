// SPDX-License-Identifier: Apache-2.0
/** What the commands of scope {@code facet} share. */
package io.facet.shell.internal;

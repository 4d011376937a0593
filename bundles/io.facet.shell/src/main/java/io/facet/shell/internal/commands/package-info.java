// SPDX-License-Identifier: Apache-2.0
/** The commands of scope {@code facet}, one class each. */
package io.facet.shell.internal.commands;

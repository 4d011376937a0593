// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import java.util.Map;

/** The exchanges of facades and services since the server started, as a JMX bean. Times are in milliseconds. */
public interface SwapFiguresMXBean {

    /** JMX name of the bean. */
    String NAME = "io.facet:type=Swaps";

    /** How many succeeded, by kind. */
    Map<String, Long> getDone();

    /** How many failed, by kind. */
    Map<String, Long> getFailed();

    /** Calls that waited for an exchange to end. */
    long getParkedCalls();

    /** Calls that still ran on what was exchanged. */
    long getDrainedCalls();

    /** Longest time that nobody served, by kind. */
    Map<String, Long> getLongestGapMillis();

    /** Time that nobody served, all exchanges together. */
    long getTotalGapMillis();

    /** Longest wait of a parked call. */
    long getLongestWaitMillis();
}

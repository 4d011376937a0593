// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.facade.provisioner.common.wire.ErrorResult;
import io.facet.provisioning.api.Outcome;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The arguments of a bulk call, each admitted or refused by its tag; results come in the order of the arguments
 * ({@code provisioner.md} section 2, bulk rules).
 *
 * @param <A> type of an argument
 */
final class Bulk<A> {

    private record Entry<A>(A argument, Outcome<MachineId> machine) {}

    private final List<Entry<A>> entries;

    /**
     * @param tag the machine tag of an argument
     * @param admit the machine of a tag; throws a {@link FacetException} for one that is refused
     */
    Bulk(List<A> arguments, Function<A, String> tag, Function<String, MachineId> admit) {
        entries = arguments.stream()
                .map(argument -> new Entry<>(argument, admitted(tag.apply(argument), admit)))
                .toList();
    }

    private static Outcome<MachineId> admitted(String tag, Function<String, MachineId> admit) {
        try {
            return Outcome.of(admit.apply(tag));
        } catch (FacetException e) {
            return Outcome.failed(e);
        }
    }

    /** The machines that were admitted, each once. */
    Set<MachineId> machines() {
        Set<MachineId> machines = new LinkedHashSet<>();
        entries.forEach(entry -> entry.machine().fold(machines::add, refusal -> false));
        return machines;
    }

    /** For each argument what {@code result} gives, or {@code failed} if it was refused or {@code result} throws. */
    <R> List<R> results(BiFunction<MachineId, A, R> result, Function<FacetException, R> failed) {
        return entries.stream()
                .map(entry -> entry.machine()
                        .<R>fold(
                                machine -> {
                                    try {
                                        return result.apply(machine, entry.argument());
                                    } catch (FacetException e) {
                                        return failed.apply(e);
                                    }
                                },
                                failed))
                .toList();
    }

    /** What {@code entry} makes of each admitted argument. */
    <E> List<E> admitted(BiFunction<MachineId, A, E> entry) {
        List<E> admitted = new ArrayList<>();
        entries.forEach(each ->
                each.machine().fold(machine -> admitted.add(entry.apply(machine, each.argument())), refusal -> false));
        return admitted;
    }

    /** For each argument its refusal, or the next one of {@code outcomes}, which has one per admitted argument. */
    <T, R> List<R> merge(List<T> outcomes, Function<T, R> result, Function<FacetException, R> failed) {
        Iterator<T> next = outcomes.iterator();
        return entries.stream()
                .map(entry -> entry.machine().<R>fold(machine -> result.apply(next.next()), failed))
                .toList();
    }

    /** As {@link #merge}, for a write: for each argument nothing, or what went wrong. */
    List<ErrorResult> errors(List<Optional<FacetException>> failures) {
        return merge(
                failures, failure -> failure.map(ErrorResult::failed).orElse(ErrorResult.NONE), ErrorResult::failed);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.facet.cloud.api.CloudService;
import io.facet.cloud.api.ContainerAddressRequest;
import io.facet.cloud.api.ContainerInterface;
import io.facet.core.FacetException;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.PreparedContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the cloud for the addresses of containers ({@code networking.md} 3.3), one container after another. */
final class AddressAllocation {

    private final CloudService clouds;
    private final Duration patience;

    /**
     * @param patience after which a cloud that does not answer is given up
     */
    AddressAllocation(CloudService clouds, Duration patience) {
        this.clouds = clouds;
        this.patience = patience;
    }

    CompletionStage<List<Outcome<List<ContainerInterface>>>> complete(List<Outcome<PreparedContainer>> prepared) {
        CompletionStage<List<Outcome<List<ContainerInterface>>>> all = completedFuture(new ArrayList<>());
        for (Outcome<PreparedContainer> container : prepared) {
            CompletionStage<List<Outcome<List<ContainerInterface>>>> before = all;
            all = container.fold(
                    found -> found.request()
                            .map(request -> before.thenComposeAsync(
                                    done -> ask(request).thenApply(outcome -> with(done, outcome))))
                            .orElseGet(() -> before.thenApply(done -> with(done, Outcome.of(found.interfaces())))),
                    failure -> before.thenApply(done -> with(done, Outcome.failed(failure))));
        }
        return all;
    }

    private static <T> List<T> with(List<T> done, T next) {
        List<T> longer = new ArrayList<>(done);
        longer.add(next);
        return longer;
    }

    private CompletionStage<Outcome<List<ContainerInterface>>> ask(ContainerAddressRequest request) {
        return answer(request)
                .thenApply(List::copyOf)
                .toCompletableFuture()
                .copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .handle((interfaces, failure) ->
                        failure == null ? Outcome.of(interfaces) : Outcome.failed(refusal(request, failure)));
    }

    /** What a provider throws counts like what its stage fails with. */
    private CompletionStage<List<ContainerInterface>> answer(ContainerAddressRequest request) {
        try {
            return Objects.requireNonNull(
                    clouds.allocateContainerAddresses(request), "the provider of the cloud returned nothing");
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private FacetException refusal(ContainerAddressRequest request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof FacetException refusal) {
            return refusal;
        }
        String reason = cause instanceof TimeoutException
                ? "no answer within " + patience.toSeconds() + "s; try again"
                : cause.toString();
        return FacetException.uncoded("cannot allocate addresses for container \"" + request.container()
                + "\" in cloud \"" + request.cloud().name() + "\": " + reason);
    }
}

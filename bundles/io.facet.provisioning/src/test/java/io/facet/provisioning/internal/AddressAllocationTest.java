// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.facet.cloud.api.CloudService;
import io.facet.cloud.api.CloudSpec;
import io.facet.cloud.api.ContainerAddressAllocator;
import io.facet.cloud.api.ContainerAddressRequest;
import io.facet.cloud.api.ContainerInterface;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.PreparedContainer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.Test;

/** Asking the cloud for addresses, networking.md 3.3. */
public class AddressAllocationTest {

    private static final CloudSpec CLOUD = new CloudSpec("rack", "maas", "", "");

    private final List<MachineId> asked = new ArrayList<>();

    @Test
    public void outcomesComeInOrderWhoeverAnsweredThem() {
        List<Outcome<PreparedContainer>> prepared = List.of(
                toAsk("4/lxd/0"),
                Outcome.failed(FacetException.notFound("machine 4/lxd/1")),
                Outcome.of(new PreparedContainer(List.of(), Optional.empty())),
                toAsk("4/lxd/3"));
        assertThat(texts(prepared, request -> CompletableFuture.supplyAsync(List::of)))
                .containsExactly("[]", "machine 4/lxd/1 not found", "[]", "[]");
        assertThat(asked).extracting(MachineId::value).containsExactly("4/lxd/0", "4/lxd/3");
    }

    @Test
    public void nobodyIsAskedWhereNothingIsPrepared() {
        assertThat(texts(List.of(), request -> completedFuture(List.of()))).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    public void cloudThatDoesNotAnswerFailsItsContainer() {
        assertThat(texts(List.of(toAsk("4/lxd/0")), request -> new CompletableFuture<>()))
                .containsExactly("cannot allocate addresses for container \"4/lxd/0\" in cloud \"rack\": no answer"
                        + " within 1s; try again");
    }

    @Test
    public void refusalIsPassedOnUnchanged() {
        assertThat(texts(
                        List.of(toAsk("4/lxd/0")),
                        request -> CompletableFuture.failedFuture(
                                new CompletionException(FacetException.uncoded("no prepared info to allocate")))))
                .containsExactly("no prepared info to allocate");
        assertThat(texts(List.of(toAsk("4/lxd/0")), request -> {
                    throw FacetException.uncoded("unable to look up static-routes: gone");
                }))
                .containsExactly("unable to look up static-routes: gone");
    }

    @Test
    public void answerThatIsNoneFailsItsContainer() {
        assertThat(texts(List.of(toAsk("4/lxd/0")), request -> completedFuture(null)))
                .singleElement()
                .asString()
                .startsWith("cannot allocate addresses for container \"4/lxd/0\" in cloud \"rack\": ");
        assertThat(texts(List.of(toAsk("4/lxd/0")), request -> null))
                .singleElement()
                .asString()
                .startsWith("cannot allocate addresses for container \"4/lxd/0\" in cloud \"rack\": ");
    }

    private List<String> texts(List<Outcome<PreparedContainer>> prepared, ContainerAddressAllocator allocator) {
        CompletionStage<List<Outcome<List<ContainerInterface>>>> all =
                new AddressAllocation(clouds(allocator), Duration.ofSeconds(1)).complete(prepared);
        return all.toCompletableFuture().join().stream()
                .map(outcome -> outcome.<String>fold(List::toString, FacetException::getMessage))
                .toList();
    }

    private CloudService clouds(ContainerAddressAllocator allocator) {
        return (CloudService) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CloudService.class}, (proxy, method, args) -> {
                    ContainerAddressRequest request = (ContainerAddressRequest) args[0];
                    asked.add(request.container());
                    return allocator.allocate(request);
                });
    }

    private static Outcome<PreparedContainer> toAsk(String container) {
        return Outcome.of(new PreparedContainer(
                List.of(),
                Optional.of(
                        new ContainerAddressRequest(CLOUD, "model", "vm-4f", new MachineId(container), List.of()))));
    }
}

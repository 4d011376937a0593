// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginDecision.Accepted;
import io.facet.access.api.LoginDecision.Refused;
import io.facet.access.api.LoginDecision.ServerAddress;
import io.facet.access.api.LoginRequest;
import io.facet.access.api.LoginService;
import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.HostPort;
import io.facet.core.Tag;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.store.api.ChangeStream;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The login decision ({@code wire.md} section 4), from users, agents and permissions in the database. Other services may
 * be exchanged at any time, so each operation reads its references once.
 */
@Component(configurationPid = "io.facet.access", immediate = true)
@Designate(ocd = LoginServiceImpl.Config.class)
public final class LoginServiceImpl implements LoginService {

    /** Settings of the login. */
    @ObjectClassDefinition(
            name = "Facet login",
            description = "Logins of agents and users. A change is applied at once")
    public @interface Config {
        /** What clients are told. */
        @AttributeDefinition(
                description = "Version that clients are told at login, such as 4.0.1 or 4.0-beta5; they check its form")
        String server_version() default "4.0-beta5";
    }

    private static final Logger LOG = LoggerFactory.getLogger(LoginServiceImpl.class);

    /** Go clients hang up on anything else ({@code wire.md} 4.6). */
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+|-[a-z]+\\d+)(\\.\\d+)?");

    private static final int HASH_THREADS = 2;
    private static final int HASH_QUEUE = 1000;

    /** The other services, as found at the start of one operation. */
    private record Services(ControllerService controller, ModelService models, MachineService machines) {}

    private final Store store;
    private final AccessRows rows = new AccessRows();
    private final AgentRateLimit limit;
    private volatile String serverVersion;
    private final ThreadPoolExecutor hashing;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ControllerService controller;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile MachineService machines;

    /** Brings the tables up to date. */
    @Activate
    public LoginServiceImpl(@Reference Store store, @Reference ChangeStream changes, Config config) {
        this(store, changes, config.server_version(), System::nanoTime);
    }

    /** A service without a container around it; {@link #close} ends it. */
    public LoginServiceImpl(
            Store store,
            ChangeStream changes,
            ControllerService controller,
            ModelService models,
            MachineService machines,
            String serverVersion) {
        this(store, changes, controller, models, machines, serverVersion, System::nanoTime);
    }

    LoginServiceImpl(
            Store store,
            ChangeStream changes,
            ControllerService controller,
            ModelService models,
            MachineService machines,
            String serverVersion,
            LongSupplier nanoTime) {
        this(store, changes, serverVersion, nanoTime);
        this.controller = controller;
        this.models = models;
        this.machines = machines;
        start();
    }

    /** Somebody who mistypes the version does not keep everybody from logging in. */
    @Modified
    void modified(Config config) {
        try {
            serverVersion = checked(config.server_version());
        } catch (IllegalArgumentException e) {
            LOG.error("{}. It stays {}", e.getMessage(), serverVersion);
        }
    }

    private static String checked(String serverVersion) {
        if (!VERSION.matcher(serverVersion).matches()) {
            throw new IllegalArgumentException("server.version of io.facet.access is \"" + serverVersion
                    + "\"; expected a version such as 4.0.1 or 4.0-beta5");
        }
        return serverVersion;
    }

    private LoginServiceImpl(Store store, ChangeStream changes, String serverVersion, LongSupplier nanoTime) {
        this.store = store;
        this.serverVersion = checked(serverVersion);
        this.limit = new AgentRateLimit(store, changes, () -> controller, nanoTime);
        this.hashing = new ThreadPoolExecutor(
                HASH_THREADS,
                HASH_THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(HASH_QUEUE),
                work -> {
                    Thread thread = new Thread(work, "facet-access-hash");
                    thread.setDaemon(true);
                    return thread;
                },
                // With a full queue, or while this service is being swapped, the login still gets its decision.
                (work, pool) -> work.run());
        hashing.allowCoreThreadTimeOut(true);
        AccessRows.migrate(store);
    }

    /** Starts to decide logins, once the references are set. */
    @Activate
    void start() {
        limit.start();
    }

    /** Ends the watch on the rate limit and the threads. */
    @Deactivate
    public void close() {
        limit.close();
        hashing.shutdown();
    }

    @Override
    public CompletionStage<Optional<ConnectedModel>> model(String modelUuid) {
        Services services = services();
        return store.read(tx -> services.models()
                .model(
                        tx,
                        modelUuid.isEmpty() ? services.controller().identity(tx).modelUuid() : modelUuid)
                .map(model -> new ConnectedModel(model.uuid(), model.type())));
    }

    @Override
    public CompletionStage<LoginDecision> login(LoginRequest request) {
        if (request.authTag().isEmpty()) {
            return done(refused(ErrorCode.UNAUTHORIZED, "failed to authenticate request: unauthorized"));
        }
        Tag tag;
        try {
            tag = Tag.parse(request.authTag());
        } catch (FacetException e) {
            return limited(() -> done(refused(e)));
        }
        if (tag.kind() == Tag.Kind.USER) {
            return loginUser(request, tag);
        }
        return limited(() -> isAgent(tag)
                ? loginAgent(request, tag)
                : done(refused(ErrorCode.UNAUTHORIZED, "unexpected login entity tag: invalid request")));
    }

    private interface Attempt {
        CompletionStage<LoginDecision> run();
    }

    /** One token for every attempt of anyone but a user, before anything else is looked at. */
    private CompletionStage<LoginDecision> limited(Attempt attempt) {
        return limit.take()
                .thenCompose(taken -> taken ? attempt.run() : done(refused(ErrorCode.TRY_AGAIN, "try again")));
    }

    private CompletionStage<LoginDecision> loginAgent(LoginRequest request, Tag tag) {
        String hash = AgentPasswords.hash(request.credentials());
        Services services = services();
        AgentLogin agents = new AgentLogin(rows, services.machines());
        return store.read(tx -> {
            try {
                ControllerIdentity identity = services.controller().identity(tx);
                String model = existing(services, tx, request.modelUuid(), identity);
                AgentLogin.Identity agent = agents.login(tx, model, identity.modelUuid(), tag, hash, request.nonce());
                return new Accepted(
                        tag.toString(),
                        tag.kind().wire(),
                        agent.controller(),
                        agent.elsewhere(),
                        identity.uuid(),
                        serverVersion,
                        servers(services.controller().apiHostPortsForAgents(tx)),
                        Optional.empty());
            } catch (FacetException e) {
                return refused(e);
            }
        });
    }

    private CompletionStage<LoginDecision> loginUser(LoginRequest request, Tag tag) {
        Services services = services();
        return store.read(tx -> userAttempt(services, tx, request, tag))
                .thenApplyAsync(attempt -> attempt.decide(request.credentials()), hashing);
    }

    /** What was read for the login of a user: the facts, and the answer if they allow it, or a refusal at once. */
    private record UserAttempt(Optional<UserLogin> facts, LoginDecision outcome) {

        LoginDecision decide(String password) {
            if (facts.isEmpty()) {
                return outcome;
            }
            if (!facts.get().passwordFits(password)) {
                return refused(AgentLogin.refused());
            }
            return facts.get().access().isPresent()
                    ? outcome
                    : new Refused(ErrorCode.UNAUTHORIZED.wire(), "permission denied", true);
        }
    }

    private UserAttempt userAttempt(Services services, Transaction tx, LoginRequest request, Tag tag) {
        ControllerIdentity identity = services.controller().identity(tx);
        String model;
        try {
            model = existing(services, tx, request.modelUuid(), identity);
        } catch (FacetException e) {
            return new UserAttempt(Optional.empty(), refused(e));
        }
        boolean allowed = Boolean.TRUE.equals(services.controller().config(tx).get("allow-model-access"));
        UserLogin facts =
                UserLogin.read(tx, rows, tag.id(), model, request.modelUuid().isEmpty(), allowed);
        LoginDecision accepted = new Accepted(
                tag.toString(),
                tag.kind().wire(),
                false,
                false,
                identity.uuid(),
                serverVersion,
                servers(services.controller().apiHostPortsForClients(tx)),
                facts.access());
        return new UserAttempt(Optional.of(facts), accepted);
    }

    private Services services() {
        return new Services(controller, models, machines);
    }

    private static String existing(Services services, Transaction tx, String modelUuid, ControllerIdentity identity) {
        if (modelUuid.isEmpty()) {
            return identity.modelUuid();
        }
        return services.models()
                .model(tx, modelUuid)
                .orElseThrow(
                        () -> new FacetException(ErrorCode.MODEL_NOT_FOUND, "unknown model: \"" + modelUuid + "\""))
                .uuid();
    }

    private static boolean isAgent(Tag tag) {
        return switch (tag.kind()) {
            case MACHINE, UNIT, APPLICATION, MODEL -> true;
            case CONTROLLER -> tag.id().chars().allMatch(Character::isDigit);
            default -> false;
        };
    }

    private static List<List<ServerAddress>> servers(List<List<HostPort>> nodes) {
        return nodes.stream()
                .map(node -> node.stream().map(LoginServiceImpl::server).toList())
                .toList();
    }

    private static ServerAddress server(HostPort it) {
        return new ServerAddress(
                it.address().value(), it.address().type(), it.address().scope(), it.port());
    }

    private static Refused refused(FacetException e) {
        return refused(e.code(), e.getMessage());
    }

    private static Refused refused(ErrorCode code, String message) {
        return new Refused(code.wire(), message, false);
    }

    private static CompletionStage<LoginDecision> done(LoginDecision decision) {
        return CompletableFuture.completedFuture(decision);
    }
}

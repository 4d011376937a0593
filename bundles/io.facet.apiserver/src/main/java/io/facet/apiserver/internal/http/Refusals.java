// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.facet.access.api.LoginDecision;
import io.facet.apiserver.internal.FailureLog;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.HttpRefusal;
import io.facet.facade.api.HttpReply;
import io.facet.rpc.RpcException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Answers to requests that fail ({@code wire.md} 3.2 and section 7). */
final class Refusals {

    /** What a browser, and many a library, needs to see before it sends credentials. */
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Basic realm=\"juju\"");

    private Refusals() {}

    /** The answer to a request that failed in this way; what was not foreseen is logged. */
    static HttpReply of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpRefusal refusal) {
            return refusal.reply();
        }
        if (cause instanceof FacadeException refusal) {
            return json(refusal.code(), refusal.getMessage());
        }
        RpcException answer = cause instanceof RpcException known ? known : FailureLog.report(cause);
        return json(answer.code(), answer.getMessage());
    }

    /** The answer to a request of an unknown model. */
    static HttpReply unknownModel(String model) {
        return json("model not found", "unknown model: \"" + model + "\"");
    }

    /** The answer to a request without credentials where some are needed. */
    static HttpReply noCredentials() {
        return with(CHALLENGE, HttpReply.text(401, "authentication failed: no credentials provided"));
    }

    /** The answer to credentials that are refused. Nobody is told to uninstall itself for having to wait. */
    static HttpReply notAuthenticated(LoginDecision.Refused refused) {
        if (refused.code().equals("try again")) {
            return json(refused.code(), refused.message());
        }
        if (refused.late()) {
            return HttpReply.text(403, "authorization failed: " + refused.message());
        }
        return with(CHALLENGE, HttpReply.text(401, "authentication failed: " + refused.message()));
    }

    private static HttpReply json(String code, String message) {
        int status = status(code);
        HttpReply reply = HttpReply.json(
                status, "{\"error\":{\"message\":\"" + quoted(message) + "\",\"code\":\"" + quoted(code) + "\"}}");
        return status == 401 ? with(CHALLENGE, reply) : reply;
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static HttpReply with(Map<String, String> headers, HttpReply reply) {
        Map<String, String> all = new HashMap<>(reply.headers());
        all.putAll(headers);
        return new HttpReply(reply.status(), all, reply.length(), reply.body());
    }

    private static int status(String code) {
        return switch (code) {
            case "unauthorized access" -> 401;
            case "not found", "model not found", "user not found" -> 404;
            case "bad request", "operation is blocked" -> 400;
            case "method not allowed" -> 405;
            case "forbidden" -> 403;
            case "not yet available; try again later" -> 409;
            default -> 500;
        };
    }
}

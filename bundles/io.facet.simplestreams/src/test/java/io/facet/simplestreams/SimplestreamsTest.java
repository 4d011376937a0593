// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.simplestreams.StreamsException.Kind;
import io.facet.simplestreams.testing.SigningKey;
import io.facet.simplestreams.testing.StreamsMirror;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SimplestreamsTest {

    private static final SigningKey KEY = new SigningKey();
    private static final SigningKey STRANGER = new SigningKey();
    private static final String JAMMY = "com.ubuntu.cloud:server:22.04:amd64";
    private static final CloudRegion EAST = new CloudRegion("us-east-1", "https://ec2.us-east-1.amazonaws.com");
    private static final Limits QUICK = Limits.DEFAULT
            .withRetryDelay(Duration.ofMillis(1))
            .withTimes(Duration.ofSeconds(10), Duration.ofSeconds(20));

    @Rule
    public final StreamsMirror mirror = new StreamsMirror();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Simplestreams streams = new Simplestreams("streams", QUICK);

    @After
    public void close() {
        streams.close();
    }

    private void limits(Limits limits) {
        streams.close();
        streams = new Simplestreams("streams", limits);
    }

    static String index(String path) {
        return """
                {"format":"index:1.0","updated":"now","index":{
                 "com.ubuntu.cloud:released:gce":{"format":"products:1.0","datatype":"image-ids",
                  "clouds":[{"region":"Nowhere","endpoint":"https://nowhere"}],
                  "path":"streams/v1/nowhere.json","products":["com.ubuntu.cloud:server:22.04:amd64"]},
                 "com.ubuntu.cloud:released:aws":{"format":"products:1.0","datatype":"image-ids","cloudname":"aws",
                  "clouds":[{"region":"us-east-1","endpoint":"https://ec2.us-east-1.amazonaws.com"}],
                  "path":"streams/v1/%s",
                  "products":["com.ubuntu.cloud:server:22.04:amd64","com.ubuntu.cloud:server:24.04:amd64"]},
                 "tools":{"format":"products:1.0","datatype":"content-download","path":"streams/v1/tools.json",
                  "products":["tool"]}}}
                """
                .formatted(path);
    }

    static final String PRODUCTS =
            """
            {"format":"products:1.0","content_id":"com.ubuntu.cloud:released:aws","datatype":"image-ids",
             "products":{
              "com.ubuntu.cloud:server:22.04:amd64":{"release":"jammy","version":"22.04","arch":"amd64","virt":"hvm",
               "versions":{
                "20240101":{"items":{"use1":{"id":"ami-old","crsn":"use1","root_store":"ebs"}}},
                "20241002":{"region":"from-version","items":{
                  "use1":{"id":"ami-new","crsn":"use1","root_store":"ssd","virt":"pv"},
                  "none":{"id":"ami-none"}}}}},
              "com.ubuntu.cloud:server:12.04:amd64":{"version":"12.04","versions":{"1":{"items":{"x":{"id":"no"}}}}}},
             "root_store":"instance",
             "_aliases":{"crsn":{"use1":{"region":"us-east-1","endpoint":"https://ec2.us-east-1.amazonaws.com"}}}}
            """;

    private DataSource optional() {
        return new DataSource("test", mirror.url(), 10, false, KEY.trusted());
    }

    private DataSource required() {
        return new DataSource("test", mirror.url() + "/", 10, true, KEY.trusted());
    }

    private static Query images(CloudRegion cloud) {
        return Query.images(Set.of(JAMMY), Optional.ofNullable(cloud));
    }

    private Found find(DataSource source, Query query) {
        return streams.find(source, query).toCompletableFuture().join();
    }

    private StreamsException failure(DataSource source, Query query) {
        try {
            return new StreamsException(Kind.FAILED, "no failure: " + find(source, query));
        } catch (CompletionException e) {
            return StreamsException.of(e);
        }
    }

    private static List<String> ids(Found found) {
        return found.items().stream().map(item -> item.get("id")).toList();
    }

    private void publishSigned(SigningKey key) {
        mirror.file("index2.sjson", key.sign(index("aws.sjson")));
        mirror.file("aws.sjson", key.sign(PRODUCTS));
    }

    private void publishUnsigned() {
        mirror.file("index.json", index("aws.json"));
        mirror.file("aws.json", PRODUCTS);
    }

    @Test
    public void signedMetadataIsVerifiedAndUsed() {
        publishSigned(KEY);
        Found found = find(required(), images(EAST));
        assertThat(found.signed()).isTrue();
        assertThat(ids(found)).containsExactly("ami-new", "ami-none", "ami-old");
    }

    @Test
    public void aliasesOverwriteAndEmptyAttributesAreInherited() {
        publishSigned(KEY);
        List<Item> items = find(required(), images(EAST)).items();
        assertThat(items.get(0).attributes())
                .containsEntry("region", "us-east-1")
                .containsEntry("virt", "pv")
                .containsEntry("root_store", "ssd")
                .containsEntry("version", "22.04")
                .containsEntry("arch", "amd64");
        assertThat(items.get(1).attributes())
                .containsEntry("region", "from-version")
                .containsEntry("virt", "hvm")
                .containsEntry("root_store", "instance");
        assertThat(items.get(1).version()).isEqualTo("20241002");
        assertThat(items.get(1).get("nothing")).isEmpty();
    }

    @Test
    public void oldNameOfTheIndexIsTriedSecond() {
        mirror.status("index2.sjson", 401);
        mirror.file("index.sjson", KEY.sign(index("aws.sjson")));
        mirror.file("aws.sjson", KEY.sign(PRODUCTS));
        assertThat(ids(find(required(), images(EAST)))).hasSize(3);
    }

    @Test
    public void unsignedMetadataIsUsedWhereTheSourceAllowsIt() {
        publishUnsigned();
        Found found = find(optional(), images(EAST));
        assertThat(found.signed()).isFalse();
        assertThat(ids(found)).hasSize(3);
        assertThat(mirror.requests())
                .containsExactly(
                        "/streams/v1/index2.sjson",
                        "/streams/v1/index.sjson",
                        "/streams/v1/index2.json",
                        "/streams/v1/index.json",
                        "/streams/v1/aws.json");
    }

    @Test
    public void unsignedMetadataIsRefusedWhereSignaturesAreRequired() {
        publishUnsigned();
        assertThat(failure(required(), images(EAST)).kind()).isEqualTo(Kind.NOT_FOUND);
        mirror.file("index2.sjson", index("aws.json"));
        limits(QUICK);
        assertThat(failure(required(), images(EAST)))
                .hasMessage("no PGP signature embedded in plain text data")
                .extracting(StreamsException::kind)
                .isEqualTo(Kind.FAILED);
    }

    @Test
    public void signatureByAStrangerIsRefused() {
        publishSigned(STRANGER);
        assertThat(failure(required(), images(EAST)))
                .hasMessage("cannot verify signature of \"" + mirror.url()
                        + "/streams/v1/index2.sjson\": it is not by a" + " trusted key, or not of this text");
    }

    @Test
    public void alteredTextIsRefused() {
        publishSigned(KEY);
        mirror.file("aws.sjson", KEY.sign(PRODUCTS).replace("ami-new", "ami-bad"));
        assertThat(failure(required(), images(EAST))).hasMessageContaining("aws.sjson\": it is not by a trusted key");
    }

    @Test
    public void signatureWithABrokenHashIsRefused() {
        publishSigned(KEY);
        mirror.file("aws.sjson", KEY.sign(PRODUCTS, HashAlgorithmTags.SHA1));
        assertThat(failure(required(), images(EAST))).hasMessageContaining("aws.sjson\": it is not by a trusted key");
    }

    @Test
    public void linesThatBeginWithADashSurviveSigning() {
        String text = "{\"a\":\n-1,\n\"b\":\n- 2 }  \n";
        assertThat(new String(KEY.trusted().verified(KEY.sign("-x\n- y\nz").getBytes(), "u")))
                .isEqualTo("-x\r\n- y\r\nz");
        assertThat(new String(KEY.trusted()
                        .verified(KEY.sign(text).replace("\n", "\r\n").getBytes(), "u")))
                .contains("- 2 }");
    }

    @Test
    public void textOutsideOfTheSignedPartIsNotUsed() {
        String message = "{\"format\":\"evil\"}\n" + KEY.sign("good") + "\nevil";
        assertThat(new String(KEY.trusted().verified(message.getBytes(), "u"))).isEqualTo("good");
    }

    @Test
    public void badSignatureDoesNotKeepAnOptionalSourceFromItsUnsignedMetadata() {
        publishSigned(STRANGER);
        publishUnsigned();
        assertThat(find(optional(), images(EAST)).signed()).isFalse();
    }

    @Test
    public void withoutAKeyNothingCanBeRequiredToBeSigned() {
        DataSource source = new DataSource("test", mirror.url(), 10, true, TrustedKeys.NONE);
        assertThat(failure(source, images(EAST)))
                .hasMessage("no public key is known to verify the metadata at URL \"" + mirror.url() + "\" with");
        assertThat(mirror.requests()).isEmpty();
        assertThatThrownBy(() -> TrustedKeys.parse("nonsense")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    public void regionIsComparedWithoutCaseAndBlanksAndEndpointWithoutItsLastSlash() {
        publishUnsigned();
        assertThat(ids(find(optional(), images(new CloudRegion(" US-East-1", EAST.endpoint() + "/")))))
                .hasSize(3);
        assertThat(failure(optional(), images(new CloudRegion("us-east-1", EAST.endpoint() + "//"))))
                .hasMessage("index file has no data for cloud {us-east-1 https://ec2.us-east-1.amazonaws.com//} not"
                        + " found");
    }

    @Test
    public void indexWithoutTheCloudOrTheTypeOfDataHasNothing() {
        publishUnsigned();
        StreamsException noCloud = failure(optional(), images(new CloudRegion("mars", "https://mars")));
        assertThat(noCloud).hasMessage("index file has no data for cloud {mars https://mars} not found");
        assertThat(noCloud.kind()).isEqualTo(Kind.NOT_FOUND);
        mirror.file("index.json", index("aws.json").replace("image-ids", "other"));
        limits(QUICK);
        assertThat(failure(optional(), images(EAST))).hasMessage("\"image-ids\" data not found");
    }

    @Test
    public void unknownProductIsNoFailure() {
        publishUnsigned();
        assertThat(ids(find(optional(), Query.images(Set.of("com.ubuntu.cloud:server:99.04:amd64"), Optional.empty()))))
                .isEmpty();
    }

    @Test
    public void wrongFormatsAreToldWithTheUrl() {
        mirror.file("index2.json", index("aws.json").replace("index:1.0", "index:9"));
        assertThat(failure(optional(), images(EAST)))
                .hasMessage("unexpected index file format \"index:9\", expected \"index:1.0\" at URL \"" + mirror.url()
                        + "/streams/v1/index2.json\"");
        limits(QUICK);
        mirror.file("index2.json", "secret");
        assertThat(failure(optional(), images(EAST)))
                .hasMessage("cannot unmarshal JSON metadata at URL \"" + mirror.url() + "/streams/v1/index2.json\"");
        limits(QUICK);
        mirror.file("index2.json", index("aws.json"));
        mirror.file("aws.json", PRODUCTS.substring(0, PRODUCTS.length() / 2));
        assertThat(failure(optional(), images(EAST)))
                .hasMessage("cannot unmarshal JSON metadata at URL \"" + mirror.url() + "/streams/v1/aws.json\"");
    }

    @Test
    public void deeplyNestedJsonIsRefused() {
        mirror.file("index2.json", "{\"format\":" + "[".repeat(5000));
        assertThat(failure(optional(), images(EAST))).hasMessageStartingWith("cannot unmarshal JSON metadata");
    }

    @Test
    public void serverErrorsAreTriedThreeTimesAndAbsentFilesOnce() {
        mirror.status("index2.json", 500);
        assertThat(failure(optional(), images(EAST)))
                .hasMessage("cannot access URL \"" + mirror.url() + "/streams/v1/index2.json\": status 500");
        assertThat(mirror.requestsFor("index2.json")).isEqualTo(3);
        assertThat(mirror.requestsFor("index2.sjson")).isEqualTo(1);
    }

    @Test
    public void truncatedFileIsTriedAgain() {
        publishUnsigned();
        mirror.truncated("aws.json", PRODUCTS);
        assertThat(failure(optional(), images(EAST)))
                .hasMessageStartingWith("cannot access URL \"" + mirror.url() + "/streams/v1/aws.json\"");
        assertThat(mirror.requestsFor("aws.json")).isEqualTo(3);
    }

    @Test
    public void enormousFileIsGivenUpAtTheLimitWithoutAnotherAttempt() {
        limits(QUICK.withMaxBytes(100_000));
        publishUnsigned();
        mirror.endless("aws.json");
        assertThat(failure(optional(), images(EAST)))
                .hasMessage("cannot read \"" + mirror.url() + "/streams/v1/aws.json\": it is larger than 100000 bytes");
        assertThat(mirror.requestsFor("aws.json")).isEqualTo(1);
        mirror.file("index2.json", " ".repeat(100_001));
        limits(QUICK.withMaxBytes(100_000));
        assertThat(failure(optional(), images(EAST))).hasMessageContaining("larger than 100000 bytes");
    }

    @Test
    public void slowMirrorIsGivenUpInTime() {
        CountDownLatch never = new CountDownLatch(1);
        limits(QUICK.withTimes(Duration.ofMillis(100), Duration.ofSeconds(20)));
        mirror.held("index2.json", "{}", never);
        assertThat(failure(optional(), images(EAST)))
                .hasMessage("cannot access URL \"" + mirror.url() + "/streams/v1/index2.json\": no answer within"
                        + " PT0.1S");
        limits(QUICK.withTimes(Duration.ofSeconds(10), Duration.ofMillis(200)));
        assertThat(failure(optional(), images(EAST))).hasMessageContaining("took longer than 0 seconds");
        never.countDown();
    }

    @Test
    public void slowMirrorHoldsNoThreadAndDelaysNobodyElse() throws IOException {
        CountDownLatch held = new CountDownLatch(1);
        mirror.held("index2.sjson", KEY.sign(index("aws.sjson")), held);
        mirror.file("aws.sjson", KEY.sign(PRODUCTS));
        List<CompletableFuture<Found>> waiting = IntStream.range(0, 20)
                .mapToObj(i -> streams.find(required(), images(EAST)).toCompletableFuture())
                .toList();
        Path files = local();
        assertThat(ids(find(new DataSource("file", files.toUri().toString(), 1, false, KEY.trusted()), images(EAST))))
                .hasSize(3);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        held.countDown();
        assertThat(waiting).allSatisfy(each -> assertThat(ids(each.join())).hasSize(3));
        assertThat(mirror.requestsFor("index2.sjson")).isEqualTo(1);
    }

    private Path local() throws IOException {
        Path files = folder.newFolder("streams", "v1").toPath();
        Files.writeString(files.resolve("index2.json"), index("aws.json"));
        Files.writeString(files.resolve("aws.json"), PRODUCTS);
        return files.getParent().getParent();
    }

    @Test
    public void filesAndFailuresAreKeptForAWhile() {
        limits(QUICK.withKeeping(Duration.ofHours(1), Duration.ZERO));
        publishSigned(KEY);
        find(required(), images(EAST));
        find(required(), images(EAST));
        assertThat(mirror.requestsFor("aws.sjson")).isEqualTo(1);
        limits(QUICK.withKeeping(Duration.ZERO, Duration.ofHours(1)));
        find(required(), images(EAST));
        find(required(), images(EAST));
        assertThat(mirror.requestsFor("aws.sjson")).isEqualTo(3);
        DataSource elsewhere = new DataSource("test", mirror.url() + "/elsewhere", 10, true, KEY.trusted());
        assertThat(failure(elsewhere, images(EAST)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure(elsewhere, images(EAST)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(mirror.requests().stream().filter(path -> path.startsWith("/elsewhere")))
                .hasSize(2);
    }

    @Test
    public void closingEndsWhatWaits() {
        CountDownLatch never = new CountDownLatch(1);
        mirror.held("index2.sjson", "{}", never);
        CompletableFuture<Found> waiting =
                streams.find(required(), images(EAST)).toCompletableFuture();
        streams.close();
        assertThatThrownBy(waiting::join)
                .hasCauseInstanceOf(StreamsException.class)
                .hasMessageContaining("try again");
        assertThat(failure(required(), images(EAST)).kind()).isEqualTo(Kind.BUSY);
        never.countDown();
    }

    @Test
    public void closingDropsTheConnectionToAMirrorThatDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            streams.find(
                    new DataSource("silent", "http://127.0.0.1:" + silent.getLocalPort(), 10, false, TrustedKeys.NONE),
                    images(EAST));
            try (Socket connection = silent.accept()) {
                InputStream request = connection.getInputStream();
                assertThat(request.read()).isEqualTo('G');
                streams.close();
                // Ends with the connection.
                assertThat(request.readAllBytes()).isNotEmpty();
            }
        }
    }

    @Test
    public void deadMirrorAndNonsenseUrlsAreFailures() {
        DataSource dead = new DataSource("dead", "http://127.0.0.1:1", 10, false, TrustedKeys.NONE);
        assertThat(failure(dead, images(EAST)).kind()).isEqualTo(Kind.FAILED);
        DataSource odd = new DataSource("odd", "gopher://x", 10, false, TrustedKeys.NONE);
        assertThat(failure(odd, images(EAST)))
                .hasMessage("cannot access URL \"gopher://x/streams/v1/index2.json\": it is not a URL");
    }

    @Test
    public void downloadWritesTheWholeFileAndRefusesALargerOne() throws IOException {
        mirror.rootFile("/agent.tgz", new byte[50_000]);
        Path file = folder.getRoot().toPath().resolve("agent.tgz");
        assertThat(streams.download(mirror.url() + "/agent.tgz", file, 50_000, Duration.ofSeconds(5))
                        .toCompletableFuture()
                        .join())
                .hasSize(50_000);
        assertThatThrownBy(() -> streams.download(mirror.url() + "/agent.tgz", file, 49_999, Duration.ofSeconds(5))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("larger than 49999 bytes");
    }

    private static final String AGENTS = "com.ubuntu.juju:released:agents";

    private static Query agents(CloudRegion cloud) {
        return new Query(
                "content-download", AGENTS, Set.of("com.ubuntu.juju:ubuntu:amd64"), Optional.ofNullable(cloud), true);
    }

    private void publishAgents() {
        mirror.file(
                "index2.sjson",
                KEY.sign(
                        """
                        {"format":"index:1.0","index":{
                         "com.ubuntu.juju:devel:agents":{"datatype":"content-download","path":"streams/v1/devel.sjson",
                          "products":["com.ubuntu.juju:ubuntu:amd64"]},
                         "com.ubuntu.juju:released:agents":{"datatype":"content-download",
                          "path":"streams/v1/agents.sjson","products":["com.ubuntu.juju:ubuntu:amd64"]}}}
                        """));
        mirror.file("agents.sjson", KEY.sign(agentsAt("agent/4.0.1/juju.tgz")));
    }

    private static String agentsAt(String path) {
        return """
               {"format":"products:1.0","products":{"com.ubuntu.juju:ubuntu:amd64":{"versions":{"20260101":{"items":{
                "4.0.1-ubuntu-amd64":{"release":"ubuntu","version":"4.0.1","arch":"amd64","size":17,"path":"%s",
                 "ftype":"tar.gz","sha256":"abc"}}}}}}}
               """
                .formatted(path);
    }

    private void publishMirrors(String base) {
        mirror.file(
                "mirrors.sjson",
                KEY.sign(
                        """
                        {"mirrors":{"com.ubuntu.juju:released:agents":[
                         {"datatype":"content-download","path":"streams/v1/other.sjson","format":"mirrors:1.0"},
                         {"datatype":"content-download","path":"streams/v1/east.sjson","format":"mirrors:1.0",
                          "clouds":[{"region":"us-east-1","endpoint":"https://ec2.us-east-1.amazonaws.com"}]}]}}
                        """));
        mirror.file(
                "east.sjson",
                KEY.sign(
                        """
                        {"format":"mirrors:1.0","mirrors":{"com.ubuntu.juju:released:agents":[
                         {"mirror":"%s","path":"streams/v1/mirrored.sjson",
                          "clouds":[{"region":"us-east-1","endpoint":"https://ec2.us-east-1.amazonaws.com"}]}]}}
                        """
                                .formatted(base)));
    }

    @Test
    public void entryOfTheIndexIsChosenByItsIdAndItemsAreFoundBelowTheBaseUrl() {
        publishAgents();
        Found found = find(required(), agents(null));
        assertThat(found.items()).hasSize(1);
        assertThat(found.url(found.items().get(0))).isEqualTo(mirror.url() + "/agent/4.0.1/juju.tgz");
        assertThat(found.items().get(0).get("size")).isEqualTo("17");
    }

    @Test
    public void mirrorForTheCloudReplacesBaseUrlAndProducts() {
        publishAgents();
        publishMirrors(mirror.url() + "/east");
        mirror.rootFile(
                "/east/streams/v1/mirrored.sjson",
                KEY.sign(agentsAt("mirrored.tgz")).getBytes());
        Found found = find(required(), agents(EAST));
        assertThat(found.url(found.items().get(0))).isEqualTo(mirror.url() + "/east/mirrored.tgz");
    }

    @Test
    public void withoutAMirrorForTheCloudTheSourceItselfIsUsed() {
        publishAgents();
        publishMirrors(mirror.url() + "/east");
        Found found = find(required(), agents(new CloudRegion("mars", "https://mars")));
        assertThat(found.url(found.items().get(0))).isEqualTo(mirror.url() + "/agent/4.0.1/juju.tgz");
        assertThat(mirror.requestsFor("other.sjson")).isEqualTo(1);
    }

    @Test
    public void webServerMayNotReferToLocalFiles() {
        publishAgents();
        publishMirrors("file:///etc");
        assertThat(failure(required(), agents(EAST)))
                .hasMessage("mirror \"file:///etc\" not valid for \"" + mirror.url()
                        + "/\": expected a URL of a web server");
    }
}

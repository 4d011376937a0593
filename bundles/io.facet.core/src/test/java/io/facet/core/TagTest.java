// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class TagTest {
    private static final String UUID = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";

    @Test
    public void tagsTravelThereAndBack() {
        Map<String, Tag> tags = Map.ofEntries(
                Map.entry("machine-0", new Tag(Tag.Kind.MACHINE, "0")),
                Map.entry("machine-0-lxd-1-lxd-2", new Tag(Tag.Kind.MACHINE, "0/lxd/1/lxd/2")),
                Map.entry("unit-my-app2b-10", new Tag(Tag.Kind.UNIT, "my-app2b/10")),
                Map.entry("application-my-app2b", new Tag(Tag.Kind.APPLICATION, "my-app2b")),
                Map.entry("model-" + UUID, new Tag(Tag.Kind.MODEL, UUID)),
                Map.entry("controller-" + UUID, new Tag(Tag.Kind.CONTROLLER, UUID)),
                Map.entry("controller-0", new Tag(Tag.Kind.CONTROLLER, "0")),
                Map.entry("user-admin", new Tag(Tag.Kind.USER, "admin")),
                Map.entry("user-a", new Tag(Tag.Kind.USER, "a")),
                Map.entry("user-al.ice-1+x@example.com", new Tag(Tag.Kind.USER, "al.ice-1+x@example.com")),
                Map.entry("volume-0", new Tag(Tag.Kind.VOLUME, "0")),
                Map.entry("volume-2-1", new Tag(Tag.Kind.VOLUME, "2/1")),
                Map.entry("volume-2-lxd-3-1", new Tag(Tag.Kind.VOLUME, "2/lxd/3/1")),
                Map.entry("filesystem-2-1", new Tag(Tag.Kind.FILESYSTEM, "2/1")),
                Map.entry("storage-pg-data-0", new Tag(Tag.Kind.STORAGE, "pg-data/0")),
                Map.entry("space-db-1", new Tag(Tag.Kind.SPACE, "db-1")));
        tags.forEach((text, tag) -> {
            assertThat(Tag.parse(text)).isEqualTo(tag);
            assertThat(tag).hasToString(text);
        });
    }

    @Test
    public void machineTagMayCarrySlashes() {
        assertThat(Tag.parseMachine("machine-0/lxd/1")).isEqualTo(new MachineId("0/lxd/1"));
        assertThat(Tag.parse("machine-0/lxd/1")).hasToString("machine-0-lxd-1");
    }

    @Test
    public void textWithoutAKnownKindIsNoTag() {
        for (String bad : List.of("", "bar", "machine", "-", "-1", "Machine-0", "nonsense-0", " machine-0")) {
            assertUncoded(() -> Tag.parse(bad), "\"" + bad + "\" is not a valid tag");
        }
    }

    @Test
    public void wrongShapeNamesTheKind() {
        for (String bad :
                List.of("machine-", "machine-x", "machine-01", "machine-0-lxd", "machine-0-LXD-1", "machine-0-1")) {
            assertUncoded(() -> Tag.parse(bad), "\"" + bad + "\" is not a valid machine tag");
        }
        assertUncoded(() -> Tag.parse("unit-web"), "\"unit-web\" is not a valid unit tag");
        assertUncoded(() -> Tag.parse("application-Web"), "\"application-Web\" is not a valid application tag");
        assertUncoded(() -> Tag.parse("application-web-1"), "\"application-web-1\" is not a valid application tag");
        assertUncoded(() -> Tag.parse("model-x"), "\"model-x\" is not a valid model tag");
        assertUncoded(() -> Tag.parse("controller-x"), "\"controller-x\" is not a valid controller tag");
        assertUncoded(() -> Tag.parse("volume-x"), "\"volume-x\" is not a valid volume tag");
        assertUncoded(() -> Tag.parse("user-a b"), "\"user-a b\" is not a valid user tag");
        assertUncoded(() -> Tag.parse("space-A"), "\"space-A\" is not a valid space tag");
    }

    @Test
    public void anotherKindThanTheOneWantedIsRefused() {
        assertUncoded(() -> Tag.parseMachine("user-admin"), "\"user-admin\" is not a valid machine tag");
        assertUncoded(() -> Tag.parseMachine("bar"), "\"bar\" is not a valid tag");
        assertUncoded(() -> Tag.parseAs(Tag.Kind.MODEL, "machine-0"), "\"machine-0\" is not a valid model tag");
    }

    private static void assertUncoded(Runnable parse, String message) {
        assertThatThrownBy(parse::run)
                .isInstanceOf(FacetException.class)
                .hasMessage(message)
                .extracting("code")
                .isEqualTo(ErrorCode.NONE);
    }
}

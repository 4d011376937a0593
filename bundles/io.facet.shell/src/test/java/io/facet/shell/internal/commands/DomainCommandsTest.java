// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static io.facet.shell.internal.commands.ShopRule.EMPTY;
import static io.facet.shell.internal.commands.ShopRule.KEY;
import static io.facet.shell.internal.commands.ShopRule.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commands about networks, storage, images, keys and applications. */
public class DomainCommandsTest {
    /** As {@code ssh-keygen -l} shows it. */
    private static final String FINGERPRINT = "SHA256:vePiUwwQWoUKSXNPMRPVPNCe0PNMo01ofSYKS6qP+pM";

    private static final String RSA =
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQDBAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEy"
                    + "MzQ1Njc4OTo7PD0+ alice@laptop";

    @Rule
    public final ShopRule shop = new ShopRule();

    @Rule
    public final Output output = new Output();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void spacesAreListedWithTheirSubnets() throws Exception {
        assertThat(run(SpaceListCommand.class))
                .containsExactly("alpha\t\t10.2.0.0/24", "dmz\t\t", "internal\t7\t10.1.0.0/24");
        assertThat(run(SpaceListCommand.class, command -> command.model = "empty"))
                .containsExactly("alpha\t\t");
    }

    @Test
    public void spaceIsShownWithWhatUsesIt() throws Exception {
        assertThat(run(SpaceShowCommand.class, command -> command.name = "internal"))
                .containsExactly(
                        "Space\tinternal",
                        "Id\ts1",
                        "Provider id\t7",
                        "Subnets\t10.1.0.0/24\tinternal\t10\track-a\tp1\tnet1\tn1",
                        "Used by\tdefault binding of application db",
                        "Used by\tconstraints of machine 0");
        refused(
                SpaceShowCommand.class,
                command -> command.name = "nope",
                "There is no space \"nope\"; facet:space-list shows those there are.");
    }

    @Test
    public void spaceIsAddedWithSubnets() throws Exception {
        run(SpaceAddCommand.class, command -> {
            command.name = "storage";
            command.providerId = "9";
            command.subnets = List.of("10.2.0.0/24");
        });

        assertThat(run(SpaceListCommand.class)).contains("storage\t9\t10.2.0.0/24", "alpha\t\t");
        refused(SpaceAddCommand.class, command -> command.name = "storage", "space \"storage\" already exists");
        refused(SpaceAddCommand.class, command -> command.name = "My Space", "space name \"My Space\" not valid");
        refused(
                SpaceAddCommand.class,
                command -> {
                    command.name = "other";
                    command.subnets = List.of("10.9.0.0/24");
                },
                "There is no subnet \"10.9.0.0/24\"; facet:subnet-list shows those there are.");
        assertThat(run(SpaceListCommand.class)).noneMatch(line -> line.startsWith("other"));
    }

    @Test
    public void onlyASpaceThatNothingUsesIsRemoved() throws Exception {
        assertThat(run(SpaceRemoveCommand.class, command -> command.name = "dmz"))
                .containsExactly("Space dmz is removed.");
        refused(
                SpaceRemoveCommand.class,
                command -> command.name = "internal",
                "space \"internal\" cannot be removed: it has subnets 10.1.0.0/24");
        run(SubnetMoveCommand.class, command -> {
            command.space = "alpha";
            command.subnets = List.of("n1");
        });
        refused(
                SpaceRemoveCommand.class,
                command -> command.name = "internal",
                "Space internal is used by default binding of application db and 1 more; facet:space-show lists what uses"
                        + " it.");
        refused(
                SpaceRemoveCommand.class,
                command -> command.name = "alpha",
                "space \"alpha\" cannot be removed: every model has it");
        assertThat(run(SpaceListCommand.class)).contains("internal\t7\t");
    }

    @Test
    public void subnetsAreAddedAndMoved() throws Exception {
        run(SubnetAddCommand.class, command -> {
            command.cidr = "2001:db8::/64";
            command.space = "dmz";
            command.vlan = 50;
            command.zones = "rack-a,rack-b";
        });
        run(SubnetMoveCommand.class, command -> {
            command.space = "internal";
            command.subnets = List.of("2001:db8::/64", "10.2.0.0/24");
        });

        assertThat(run(SubnetListCommand.class, command -> command.space = "internal"))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("2001:db8::/64\tinternal\t50\track-a, rack-b\t"));
        assertThat(run(SubnetListCommand.class, command -> command.space = "dmz"))
                .isEmpty();
        refused(
                SubnetListCommand.class,
                command -> command.space = "nope",
                "There is no space \"nope\"; facet:space-list shows those there are.");
    }

    @Test
    public void subnetsThatCannotBeAreRefused() throws Exception {
        refused(SubnetAddCommand.class, add("10.1.0.1/24", 0), "CIDR \"10.1.0.1/24\" not valid");
        refused(SubnetAddCommand.class, add("10.3.0.0/24", 4095), "VLAN tag 4095 (expected 0 to 4094) not valid");
        refused(SubnetAddCommand.class, add("10.2.0.0/24", 0), "subnet \"10.2.0.0/24\" already exists");
        run(SubnetAddCommand.class, add("10.1.0.0/24", 0));
        refused(
                SubnetMoveCommand.class,
                command -> {
                    command.space = "dmz";
                    command.subnets = List.of("10.1.0.0/24");
                },
                "Subnet \"10.1.0.0/24\" is ambiguous; give one of the ids ",
                "n1");
    }

    private static Consumer<SubnetAddCommand> add(String cidr, int vlan) {
        return command -> {
            command.cidr = cidr;
            command.space = "alpha";
            command.vlan = vlan;
        };
    }

    @Test
    public void poolsAreListedAddedAndRemoved() throws Exception {
        run(StoragePoolAddCommand.class, pool("fast", "maas", "tags=nvme"));

        assertThat(run(StoragePoolListCommand.class))
                .containsExactly(
                        "fast\tmaas\ttags=nvme",
                        "loop\tloop\t",
                        "net\tcinder\t",
                        "rootfs\trootfs\t",
                        "spare\tloop\t",
                        "ssd\tmaas\ttags=ssd",
                        "tmpfs\ttmpfs\t");
        run(StoragePoolRemoveCommand.class, command -> command.name = "fast");
        assertThat(run(StoragePoolListCommand.class)).noneMatch(line -> line.startsWith("fast"));
    }

    @Test
    public void poolsThatCannotBeAreRefused() {
        refused(StoragePoolAddCommand.class, pool("ssd", "maas"), "storage pool \"ssd\" already exists");
        refused(StoragePoolAddCommand.class, pool("loop", "loop"), "storage pool \"loop\" already exists");
        refused(StoragePoolAddCommand.class, pool("7x", "loop"), "pool name \"7x\" not valid");
        refused(
                StoragePoolAddCommand.class,
                pool("x", "ebs"),
                "There is no storage provider \"ebs\"; a model on maas has loop, maas, rootfs, tmpfs.");
        refused(StoragePoolAddCommand.class, pool("x", "loop", "size"), "An attribute must be KEY=VALUE, not \"size\"");
        refused(StoragePoolAddCommand.class, pool("x", "loop", "a=1", "a=2"), "Attribute \"a\" is given twice.");
        refused(StoragePoolAddCommand.class, pool("x", "maas", "tags=a b"), "tags");
    }

    private static Consumer<StoragePoolAddCommand> pool(String name, String provider, String... attributes) {
        return command -> {
            command.name = name;
            command.provider = provider;
            command.attributes = List.of(attributes);
        };
    }

    @Test
    public void poolsThatAreUsedStay() {
        refused(
                StoragePoolRemoveCommand.class,
                command -> command.name = "ssd",
                "storage pool \"ssd\" cannot be removed: volume 0 comes from it");
        refused(
                StoragePoolRemoveCommand.class,
                command -> command.name = "spare",
                "storage pool \"spare\" cannot be removed: it is the root-disk-source of application db");
        refused(
                StoragePoolRemoveCommand.class,
                command -> command.name = "loop",
                "storage pool \"loop\" cannot be removed: it is built in");
        refused(StoragePoolRemoveCommand.class, command -> command.name = "nope", "storage pool \"nope\" not found");
    }

    @Test
    public void volumesAreListedWithTheirMachines() throws Exception {
        assertThat(run(VolumeListCommand.class))
                .containsExactly("0\tssd\t1025\tattached\t\t0\tsdb\tvol-0", "1\tnet\t1025\tattached\t\t1\tsdb\tvol-1");
        assertThat(run(VolumeListCommand.class, command -> command.machine = "1"))
                .hasSize(1);
        assertThat(run(VolumeListCommand.class, command -> command.model = "empty"))
                .isEmpty();
        refused(
                VolumeListCommand.class,
                command -> command.machine = "9",
                "There is no machine 9; facet:machine-list shows those there are.");
    }

    @Test
    public void imagesAreAddedListedAndRemoved() throws Exception {
        assertThat(run(ImageMetadataListCommand.class)).isEmpty();
        assertThat(run(ImageMetadataAddCommand.class, command -> {
                    command.image = "jammy-1";
                    command.base = "ubuntu@22.04";
                }))
                .containsExactly("Image jammy-1 is added for 22.04 on amd64 in region default.");
        run(ImageMetadataAddCommand.class, command -> {
            command.image = "noble-1";
            command.base = "ubuntu@24.04";
            command.arch = "arm64";
            command.region = "south";
        });

        assertThat(run(ImageMetadataListCommand.class))
                .containsExactly(
                        "jammy-1\tdefault\t22.04\tamd64\treleased\t\t\tcustom\t50",
                        "noble-1\tsouth\t24.04\tarm64\treleased\t\t\tcustom\t50");
        run(ImageMetadataRemoveCommand.class, command -> command.image = "jammy-1");
        assertThat(run(ImageMetadataListCommand.class)).hasSize(1);
        refused(
                ImageMetadataRemoveCommand.class,
                command -> command.image = "jammy-1",
                "There is no metadata of image \"jammy-1\"; facet:image-metadata-list shows what there is.");
        refused(
                ImageMetadataAddCommand.class,
                command -> {
                    command.image = "x";
                    command.base = "ubuntu@22.04";
                    command.arch = "vax";
                },
                "unsupported architecture vax");
    }

    @Test
    public void keysAreListedAsSshKeygenDoes() throws Exception {
        shop.write(SHOP, tx -> {
            shop.keys.importKeys(tx, SHOP, Map.of("bob", List.of("ssh-ed25519 notakey bob@shop")));
            return null;
        });

        assertThat(run(KeyListCommand.class))
                .containsExactly("admin\tED25519\t256\t" + FINGERPRINT + "\tadmin@shop", "bob\t\t\t\tbob@shop");
        assertThat(run(KeyListCommand.class, command -> command.user = "bob")).hasSize(1);
        assertThat(run(KeyListCommand.class, command -> command.model = "empty"))
                .isEmpty();
    }

    @Test
    public void keysAreAddedAndRemoved() throws Exception {
        Path file = folder.newFile("keys.pub").toPath();
        Files.writeString(file, "# mine\n" + RSA + "\n", StandardCharsets.UTF_8);
        run(KeyAddCommand.class, command -> {
            command.user = "alice";
            command.file = file.toString();
        });
        assertThat(run(KeyListCommand.class, command -> command.user = "alice"))
                .singleElement()
                .asString()
                .startsWith("alice\tRSA\t512\tSHA256:")
                .endsWith("\talice@laptop");

        assertThat(run(KeyRemoveCommand.class, command -> command.given = List.of("alice@laptop", FINGERPRINT)))
                .containsExactly(
                        "Key admin@shop of user admin is removed.", "Key alice@laptop of user alice is removed.");
        assertThat(run(KeyListCommand.class)).isEmpty();
        run(KeyAddCommand.class, command -> command.words = List.of(KEY.split(" ")));
        assertThat(run(KeyListCommand.class)).hasSize(1);
    }

    @Test
    public void whatIsNoKeyIsRefusedAndNotRepeated() throws Exception {
        refused(
                KeyAddCommand.class,
                command -> command.words = List.of(KEY.split(" ")),
                "Key " + FINGERPRINT + " is authorised already, for user admin.");
        for (String bad : List.of("hello", "ssh-ed25519 AAAA x", "ssh-rsa " + KEY.split(" ")[1], "ssh-ed25519")) {
            refused(
                    KeyAddCommand.class,
                    command -> command.words = List.of(bad.split(" ")),
                    "That is no public SSH key; one looks like \"ssh-ed25519 AAAA... comment\"");
        }
        Path file = folder.newFile("id_ed25519").toPath();
        Files.writeString(file, "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n");
        refused(
                KeyAddCommand.class,
                command -> command.file = file.toString(),
                "That is a private key, which must not leave its owner; give the public one.");
        refused(KeyAddCommand.class, command -> command.file = "/nope", "File /nope cannot be read as text.");
        refused(KeyAddCommand.class, command -> {}, "Give either a key, or --file before the model.");
        refused(
                KeyRemoveCommand.class,
                command -> command.given = List.of("admin@shop", "nobody"),
                "There is no key \"nobody\"; facet:key-list shows those there are. Nothing was removed.");
        assertThat(run(KeyListCommand.class)).hasSize(1);
    }

    @Test
    public void applicationsAndUnitsAreShown() throws Exception {
        assertThat(run(ApplicationListCommand.class))
                .containsExactly(
                        "db\tch:amd64/db-7\t1\tno\tyes\troot-disk-source=spare", "web\tch:amd64/web-1\t1\tno\tno\t");
        assertThat(run(ApplicationShowCommand.class, command -> command.name = "db"))
                .containsExactly(
                        "Application\tdb",
                        "Charm\tch:amd64/db-7",
                        "Revision\t7",
                        "Subordinate\tno",
                        "Constraints\troot-disk-source=spare",
                        "Profile\tfor db",
                        "Endpoint bindings\t(default)\tinternal",
                        "Endpoint bindings\tadmin\talpha",
                        "Units\tdb/0\tdb\t0\t",
                        "LXD profile\t\tsecurity.nesting\ttrue",
                        "LXD profile\ttun\tpath\t/dev/net/tun");
        assertThat(run(UnitListCommand.class)).containsExactly("db/0\tdb\t0\t", "web/0\tweb\t2/lxd/0\t");
        assertThat(run(UnitListCommand.class, command -> command.machine = "0")).containsExactly("db/0\tdb\t0\t");
        assertThat(run(UnitListCommand.class, command -> command.application = "web"))
                .containsExactly("web/0\tweb\t2/lxd/0\t");
        assertThat(run(ApplicationListCommand.class, command -> command.model = EMPTY))
                .isEmpty();
        refused(
                ApplicationShowCommand.class,
                command -> command.name = "nope",
                "There is no application \"nope\"; facet:application-list shows those there are.");
    }

    private <C extends Action> List<String> run(Class<C> type) throws Exception {
        return run(type, command -> {});
    }

    /** What the command prints, with the given options. */
    private <C extends Action> List<String> run(Class<C> type, Consumer<C> options) throws Exception {
        output.text();
        C command = shop.command(type);
        options.accept(command);
        command.execute();
        return output.lines();
    }

    private <C extends Action> void refused(Class<C> type, Consumer<C> options, String... reasons) {
        assertThatThrownBy(() -> run(type, options))
                .isInstanceOf(CommandException.class)
                .message()
                .contains(reasons)
                .doesNotContain("\n");
    }
}

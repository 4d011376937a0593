// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the time of an import grows with the model, and that a large one fits into a small heap. */
final class ImportSection implements Section {

    private static final int LARGE = 100_000;
    private static final int MEBI = 1 << 20;
    private static final int HEAP_ABOVE_BASELINE_MIB = 256;

    @Override
    public String name() {
        return "import";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        Description tenth = new Description("import-tenth", rig.options().scaled(LARGE) / 10);
        Description large = new Description("import-large", rig.options().scaled(LARGE));
        List<Figure> figures = new ArrayList<>();
        long baseline;
        try (Controller controller = rig.unpack(name())) {
            // The first import of all loads classes and compiles.
            rig.start(controller, new Description("import-first", 1000));
            try (Jvm jvm = new Jvm(controller.pid())) {
                baseline = jvm.liveHeapBytes() / MEBI;
            }
            double small = time(controller, rig.file(tenth));
            double whole = time(controller, rig.file(large));
            figures.add(Figure.info(name(), "import of " + tenth.machines() + " machines", small, "s"));
            figures.add(Figure.info(name(), "import of " + large.machines() + " machines", whole, "s"));
            figures.add(Figure.atMost(name(), "time per machine, large ÷ a tenth of it", whole / small / 10, "", 1.2));
        }
        long heap = baseline + HEAP_ABOVE_BASELINE_MIB;
        try (Controller controller = rig.unpack(name() + "-small-heap")) {
            controller.maxHeap(heap + "m");
            rig.start(controller);
            figures.add(Figure.info(name(), "live heap before", baseline, "MiB"));
            figures.add(Figure.info(
                    name(),
                    "import of " + large.machines() + " machines with a heap of that and " + HEAP_ABOVE_BASELINE_MIB
                            + " MiB",
                    time(controller, rig.file(large)),
                    "s"));
        }
        return figures;
    }

    private static double time(Controller controller, Path description) throws Exception {
        long begin = System.nanoTime();
        String output = controller.facet("model-import", description.toString());
        double took = (System.nanoTime() - begin) / 1e9;
        if (took > 10 && !output.contains("Writing: ")) {
            throw new IllegalStateException("the import showed no progress: " + output);
        }
        return took;
    }
}

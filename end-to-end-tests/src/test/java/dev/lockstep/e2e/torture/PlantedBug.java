package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.halts.Front;
import dev.lockstep.e2e.torture.cluster.Jars;
import dev.lockstep.e2e.torture.inside.Planted;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A bug in a service: some calls of one of its classes lead to {@link Planted}. */
enum PlantedBug {
    COMMIT_BEFORE_SAVE("mapping-service", "dev/lockstep/mapping/config/MappingConfiguration", "dev/lockstep/mapping/planning/DecideBatch.handle"),
    NO_FENCING("scim-writer-service", "dev/lockstep/writer/delivery/Around", "java/util/List.removeIf", "dev/lockstep/writer/account/WorkTable.write"),
    NO_DEDUPLICATION("audit-service", "dev/lockstep/audit/ledger/MongoLedger", "dev/lockstep/audit/fact/Fact.id");

    private final String module;
    private final String mutated;
    private final Set<String> calls;

    /** @param calls each is {@code <class>.<method>} */
    PlantedBug(String module, String mutated, String... calls) {
        this.module = module;
        this.mutated = mutated;
        this.calls = Set.of(calls);
    }

    /** Puts the class with the bug where the service finds it before its own. */
    void plant(Jars jars, Front front) throws IOException {
        front.own(Planted.class.getName().replace('.', '/') + ".class");
        try (URLClassLoader service = new URLClassLoader(new URL[] {jars.of(module).toUri().toURL()}, null);
                InputStream original = Objects.requireNonNull(service.getResourceAsStream(mutated + ".class"), mutated)) {
            front.put(mutated + ".class", mutant(original.readAllBytes(), ClassHierarchyResolver.ofResourceParsing(service)));
        }
    }

    private byte[] mutant(byte[] original, ClassHierarchyResolver types) {
        ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(types.orElse(ClassHierarchyResolver.defaultResolver())));
        Set<String> missing = new HashSet<>(calls);
        byte[] mutant = files.transformClass(files.parse(original), ClassTransform.transformingMethodBodies((code, element) -> {
            if (element instanceof InvokeInstruction call && calls.contains(name(call))) {
                missing.remove(name(call));
                MethodTypeDesc type = call.typeSymbol();
                List<ClassDesc> objects = Collections.nCopies(type.parameterCount() + 1, ConstantDescs.CD_Object);
                code.invokestatic(ClassDesc.of(Planted.class.getName()), call.name().stringValue(), MethodTypeDesc.of(type.returnType(), objects));
            } else {
                code.with(element);
            }
        }));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(mutated + " does not call " + missing + " any more");
        }
        return mutant;
    }

    private static String name(InvokeInstruction call) {
        return call.owner().asInternalName() + "." + call.name().stringValue();
    }
}

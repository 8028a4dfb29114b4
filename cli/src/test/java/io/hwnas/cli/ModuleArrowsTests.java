package io.hwnas.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class ModuleArrowsTests {
  private static final String SPACE = "io.hwnas.space..";
  private static final String EXPORT = "io.hwnas.export..";
  private static final String PROBE = "io.hwnas.probe..";
  private static final String LATENCY = "io.hwnas.latency..";
  private static final String EVALUATOR = "io.hwnas.evaluator..";
  private static final String RESULTS = "io.hwnas.results..";
  private static final String SEARCH = "io.hwnas.search..";
  private static final String NETADAPT = "io.hwnas.netadapt..";
  private static final String CLI = "io.hwnas.cli..";

  private static final JavaClasses HWNAS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.hwnas");

  @TestFactory
  Stream<DynamicTest> a_module_depends_only_on_modules_the_design_allows() {
    return Stream.of(
        arrows(SPACE),
        arrows(EXPORT, SPACE),
        arrows(PROBE, SPACE),
        arrows(LATENCY, SPACE, EXPORT, PROBE),
        arrows(EVALUATOR, SPACE, EXPORT),
        arrows(RESULTS, SPACE),
        arrows(SEARCH, SPACE, RESULTS),
        arrows(NETADAPT, SPACE, EXPORT, PROBE, LATENCY, EVALUATOR, RESULTS));
  }

  @TestFactory
  Stream<DynamicTest> a_library_is_used_only_by_its_owner() {
    return Stream.of(
        owned("Jenetics", "io.jenetics..", SEARCH),
        owned("ONNX Runtime", "ai.onnxruntime..", PROBE),
        owned("libtorch", "org.bytedeco..", EVALUATOR, "io.hwnas.search.rl.."),
        owned("JDBC", "java.sql..", RESULTS),
        owned("SQLite", "org.sqlite..", RESULTS),
        owned("Tribuo", "org.tribuo..", EXPORT),
        owned("the ONNX protos", "ai.onnx.proto..", EXPORT),
        owned("protobuf", "com.google.protobuf..", EXPORT),
        owned("picocli", "picocli..", CLI),
        owned("progress bars", "me.tongfei..", CLI));
  }

  private static DynamicTest arrows(String module, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(module), Arrays.stream(others)).toArray(String[]::new);
    return DynamicTest.dynamicTest(
        module + " -> " + String.join(", ", others),
        () ->
            classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(
                    resideOutsideOfPackage("io.hwnas..").or(resideInAnyPackage(allowed)))
                .check(HWNAS));
  }

  private static DynamicTest owned(String library, String libraryPackage, String... owners) {
    return DynamicTest.dynamicTest(
        library + " <- " + String.join(", ", owners),
        () ->
            noClasses()
                .that()
                .resideOutsideOfPackages(owners)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(libraryPackage)
                .check(HWNAS));
  }
}

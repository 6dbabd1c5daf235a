package dev.riffle.console.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.riffle.console.commands.TrainerCommand;
import dev.riffle.jobs.JobOptions;
import dev.riffle.jobs.ScoringJob;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The manifests say what Kubernetes, Flink's operator and Strimzi take, and the same as the rest of Riffle. */
class ManifestsTest {
    private static final Path MANIFESTS = Path.of("..", "docker", "kubernetes");
    /** The newest Flink that the newest published classes of the operator know; the manifest's comment says what to do. */
    private static final String NEWEST_KNOWN = "v1_20";

    private static final YAMLMapper STRICT = strict();

    @TempDir
    private Path directory;

    @Test
    void theJobsManifestIsAFlinkDeploymentWhoseArgumentsTheJobTakes() throws IOException {
        ObjectNode manifest = (ObjectNode) documents("job.yaml").get(0);
        assertThat(manifest.get("spec").get("flinkVersion").asText()).isEqualTo("v2_3");
        ((ObjectNode) manifest.get("spec")).put("flinkVersion", NEWEST_KNOWN);
        FlinkDeployment deployment = STRICT.treeToValue(manifest, FlinkDeployment.class);

        assertThat(manifest.get("apiVersion").asText() + " "
                        + manifest.get("kind").asText())
                .isEqualTo(deployment.getApiVersion() + " " + deployment.getKind())
                .isEqualTo("flink.apache.org/v1beta1 FlinkDeployment");
        assertThat(deployment.getSpec().getJob().getUpgradeMode()).isEqualTo(UpgradeMode.SAVEPOINT);
        assertThat(deployment.getSpec().getJob().getEntryClass()).isEqualTo(ScoringJob.class.getName());
        JobOptions options = JobOptions.parse(
                withFilesOf(List.of(deployment.getSpec().getJob().getArgs())));
        assertThat(options.topicPrefix()).isEqualTo(Topics.DEFAULT_PREFIX);
    }

    @Test
    void theTrainersManifestIsADeploymentWhoseArgumentsTheTrainerTakes() throws IOException {
        Deployment deployment = STRICT.treeToValue(documents("trainer.yaml").get(0), Deployment.class);

        assertThat(deployment.getApiVersion()).isEqualTo("apps/v1");
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
        assertThat(deployment.getSpec().getSelector().getMatchLabels())
                .isEqualTo(deployment.getSpec().getTemplate().getMetadata().getLabels());
        List<String> arguments = deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs();
        assertThat(arguments.get(0)).isEqualTo("trainer");
        new CommandLine(new TrainerCommand()).parseArgs(withFilesOf(arguments.subList(1, arguments.size())));
    }

    @Test
    void theTopicsAreThoseOfTheCatalogue() throws IOException {
        Map<String, Topic> expected = new TreeMap<>();
        Topics.defaults().all().forEach(topic -> expected.put(topic.name(), topic));
        // The simulator's alone.
        expected.remove(Topics.defaults().injectedAnomalies().name());
        Set<String> found = new TreeSet<>();
        for (KafkaTopic manifest : read("KafkaTopic", KafkaTopic.class)) {
            String name = manifest.getSpec().getTopicName();
            found.add(name);
            assertThat(manifest.getApiVersion()).isEqualTo("kafka.strimzi.io/v1");
            Topic topic = expected.get(name);
            assertThat(topic).as(name).isNotNull();
            assertThat(manifest.getSpec().getPartitions()).as(name).isEqualTo(topic.partitions());
            Map<String, String> settings = new HashMap<>();
            manifest.getSpec().getConfig().forEach((key, value) -> settings.put(key, value.toString()));
            assertThat(settings)
                    .as(name)
                    .containsAllEntriesOf(topic.configs())
                    .containsEntry("min.insync.replicas", "2");
        }
        assertThat(found).isEqualTo(expected.keySet());
    }

    @Test
    void theUsersMayUseTopicsOfTheCatalogueOnly() throws IOException {
        Set<String> topics = new TreeSet<>();
        Topics.defaults().all().forEach(topic -> topics.add(topic.name()));
        List<KafkaUser> users = read("KafkaUser", KafkaUser.class);
        assertThat(users).hasSize(2);
        for (KafkaUser user : users) {
            KafkaUserAuthorizationSimple rules =
                    (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
            assertThat(rules.getAcls()).isNotEmpty().allSatisfy(rule -> {
                assertThat(rule.getOperations()).isNotEmpty();
                if (rule.getResource() instanceof AclRuleTopicResource topic) {
                    assertThat(topics).contains(topic.getName());
                }
            });
        }
    }

    @Test
    void whatNobodyTakesIsRefused() throws IOException {
        ObjectNode trainer = (ObjectNode) documents("trainer.yaml").get(0);
        ((ObjectNode) trainer.at("/spec/template/spec/containers/0")).put("commandLine", "trainer");
        assertThatThrownBy(() -> STRICT.treeToValue(trainer, Deployment.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("commandLine");

        ObjectNode topic = (ObjectNode) documents("kafka.yaml").get(0);
        ((ObjectNode) topic.get("spec")).put("partitions", "four");
        assertThatThrownBy(() -> STRICT.treeToValue(topic, KafkaTopic.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("four");

        ObjectNode job = (ObjectNode) documents("job.yaml").get(0);
        ((ObjectNode) job.get("spec")).put("flinkVersion", NEWEST_KNOWN);
        ((ObjectNode) job.at("/spec/flinkConfiguration")).put("metrics.reporter.prom.port", 9249);
        assertThatThrownBy(() -> STRICT.treeToValue(job, FlinkDeployment.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("metrics.reporter.prom.port");
    }

    private static <T> List<T> read(String kind, Class<T> type) throws IOException {
        List<T> found = new ArrayList<>();
        for (JsonNode document : documents("kafka.yaml")) {
            if (document.get("kind").asText().equals(kind)) {
                found.add(STRICT.treeToValue(document, type));
            }
        }
        return found;
    }

    private static List<JsonNode> documents(String file) throws IOException {
        try (var documents = STRICT.readerFor(JsonNode.class)
                .<JsonNode>readValues(MANIFESTS.resolve(file).toFile())) {
            return documents.readAll();
        }
    }

    /** Arguments that name files of a pod, with files of this machine in their place. */
    private String[] withFilesOf(List<String> arguments) throws IOException {
        Path kafka = Files.writeString(directory.resolve("kafka.properties"), "security.protocol = SASL_SSL\n");
        return arguments.stream()
                .map(argument -> argument.endsWith("kafka.properties") ? kafka.toString() : argument)
                .map(argument -> argument.endsWith("pipeline.yaml") ? "transactions" : argument)
                .toArray(String[]::new);
    }

    /** Refuses what a class does not know, and a value of another kind than it has; the API server does as well. */
    private static YAMLMapper strict() {
        return YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, config -> config.setCoercion(
                                CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                // The models keep what they do not know in a map.
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                })
                .build();
    }
}

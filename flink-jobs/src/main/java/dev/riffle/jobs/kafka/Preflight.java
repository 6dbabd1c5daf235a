package dev.riffle.jobs.kafka;

import dev.riffle.jobs.Delivery;
import dev.riffle.jobs.JobOptions;
import dev.riffle.schemas.Topic;
import dev.riffle.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the Kafka cluster, before the job is submitted, whether the job can work with it. What is wrong is then said once
 * to whoever starts the job, rather than by every restart of a failing task.
 *
 * <p>Topic and broker settings can only be read with the permission DESCRIBE_CONFIGS; without it they are taken on
 * trust, with a warning.
 */
public final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
    private static final int CALL_TIMEOUT_MILLIS = 10_000;

    private final Admin admin;
    private final JobOptions options;
    private final Topics topics;

    private Preflight(Admin admin, JobOptions options) {
        this.admin = admin;
        this.options = options;
        this.topics = Topics.withPrefix(options.topicPrefix());
    }

    /**
     * Returns if everything that can be asked is as the job needs it.
     *
     * @throws PreflightException saying in one sentence what was found and what is expected
     */
    public static void check(JobOptions options) throws InterruptedException {
        KafkaSettings.requireKnown(options.kafkaProperties().keySet());
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS / 2);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        settings.putAll(options.kafkaProperties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrap());
        try (Admin admin = Admin.create(settings)) {
            new Preflight(admin, options).check();
        } catch (ExecutionException e) {
            throw refusal(options, e.getCause());
        } catch (KafkaException e) {
            throw refusal(options, e);
        }
    }

    private void check() throws ExecutionException, InterruptedException {
        List<Node> nodes = List.copyOf(admin.describeCluster().nodes().get());
        checkTopics();
        checkTopicSettings();
        checkGroup();
        if (options.delivery() == Delivery.EXACTLY_ONCE) {
            checkTransactionTimeout(nodes);
            checkTransactionalIds();
        }
    }

    /** Topics by what the job does with them; {@code clusters} is fed back and so both read and written. */
    private Map<Topic, Set<AclOperation>> used() {
        Map<Topic, Set<AclOperation>> used = new LinkedHashMap<>();
        used.put(topics.events(), Set.of(AclOperation.READ));
        used.put(topics.models(), Set.of(AclOperation.READ));
        used.put(topics.clusters(), Set.of(AclOperation.READ, AclOperation.WRITE));
        used.put(topics.verdicts(), Set.of(AclOperation.READ));
        for (Topic output : outputs()) {
            used.put(output, Set.of(AclOperation.WRITE));
        }
        return used;
    }

    private List<Topic> outputs() {
        return List.of(
                topics.assignments(),
                topics.anomalies(),
                topics.features(),
                topics.deadLetters(),
                topics.clusterEvents(),
                topics.trainingRequests());
    }

    private void checkTopics() throws ExecutionException, InterruptedException {
        Map<Topic, Set<AclOperation>> used = used();
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        used.keySet().stream().map(Topic::name).toList(),
                        new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        List<String> missing = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<Topic, Set<AclOperation>> entry : used.entrySet()) {
            String name = entry.getKey().name();
            try {
                TopicDescription found = answers.get(name).get();
                entry.getValue().stream()
                        .filter(operation -> !found.authorizedOperations().contains(operation))
                        .sorted()
                        .forEach(operation -> denied.add(operation + " " + name));
                int partitions = found.partitions().size();
                if (entry.getKey().compacted() && partitions != 1) {
                    wrong.add(name + " has " + partitions + " partitions, expected 1");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    missing.add(name);
                } else if (e.getCause() instanceof AuthorizationException) {
                    denied.add("DESCRIBE " + name);
                } else {
                    throw e;
                }
            }
        }
        refuse(denied, "The job lacks permissions at " + options.bootstrap() + ": ", ".");
        refuse(
                missing,
                "Topics are missing at " + options.bootstrap() + ": ",
                "; create them with 'riffle topics create --bootstrap " + options.bootstrap() + " --prefix "
                        + options.topicPrefix() + "'.");
        refuse(wrong, "Topics are not as the job needs them: ", ".");
    }

    private void checkTopicSettings() throws ExecutionException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Topic topic : used().keySet()) {
            Optional<Config> config = config(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
            if (config.isEmpty()) {
                continue;
            }
            String cleanup = value(config.get(), "cleanup.policy");
            if (topic.compacted() && !cleanup.contains("compact")) {
                wrong.add(topic.name() + " has cleanup.policy=" + cleanup + ", expected compact");
            } else if (!topic.compacted() && cleanup.contains("compact")) {
                wrong.add(topic.name() + " has cleanup.policy=" + cleanup + ", expected delete");
            }
            String bytes = value(config.get(), "max.message.bytes");
            if (Long.parseLong(bytes) < topic.maxMessageBytes()) {
                wrong.add(topic.name() + " has max.message.bytes=" + bytes + ", expected at least "
                        + topic.maxMessageBytes());
            }
        }
        refuse(wrong, "Topics are not as the job needs them: ", ".");
    }

    private void checkGroup() throws ExecutionException, InterruptedException {
        try {
            Set<AclOperation> allowed = admin.describeConsumerGroups(
                            List.of(options.groupId()),
                            new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(options.groupId())
                    .get()
                    .authorizedOperations();
            if (!allowed.contains(AclOperation.READ)) {
                throw groupDenied();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw groupDenied();
            }
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
    }

    private PreflightException groupDenied() {
        return new PreflightException("The job lacks permissions at " + options.bootstrap() + ": READ consumer group "
                + options.groupId() + ".");
    }

    private void checkTransactionTimeout(List<Node> nodes) throws ExecutionException, InterruptedException {
        for (Node node : nodes) {
            Optional<Config> config = config(new ConfigResource(ConfigResource.Type.BROKER, node.idString()));
            if (config.isEmpty()) {
                return;
            }
            String most = value(config.get(), "transaction.max.timeout.ms");
            if (options.transactionTimeout().toMillis() > Long.parseLong(most)) {
                throw new PreflightException("--transaction-timeout: found "
                        + options.transactionTimeout().toMillis() + " ms, expected at most " + most
                        + " ms, which is transaction.max.timeout.ms of broker " + node.idString() + ".");
            }
        }
    }

    /** The broker tells apart an id that is not in use and one that may not be used. */
    private void checkTransactionalIds() throws ExecutionException, InterruptedException {
        for (Topic output : outputs()) {
            String prefix = KafkaSinks.transactionalIdPrefix(options, output);
            try {
                admin.describeTransactions(List.of(prefix)).description(prefix).get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    throw new PreflightException("The job lacks permissions at " + options.bootstrap()
                            + ": WRITE transactional ids that begin with " + prefix + ".");
                }
                if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                    throw e;
                }
            }
        }
    }

    /** Empty where the settings may not be read. */
    private Optional<Config> config(ConfigResource resource) throws ExecutionException, InterruptedException {
        try {
            return Optional.of(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.warn("Settings of {} are not checked: they may not be read (DESCRIBE_CONFIGS)", resource);
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        if (entry == null || entry.value() == null) {
            throw new PreflightException("Kafka does not tell the setting " + name + "; expected a value.");
        }
        return entry.value();
    }

    private static void refuse(List<String> findings, String before, String after) {
        if (!findings.isEmpty()) {
            throw new PreflightException(before + String.join(", ", findings) + after);
        }
    }

    private static PreflightException refusal(JobOptions options, Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new PreflightException(
                    "No Kafka broker answers at " + options.bootstrap() + " within " + CALL_TIMEOUT_MILLIS / 1_000
                            + " s; check --bootstrap and, where the broker wants TLS or SASL, security.protocol.",
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return new PreflightException(
                    "Kafka at " + options.bootstrap() + " refuses the job's login: " + cause.getMessage(), cause);
        }
        if (cause instanceof AuthorizationException) {
            return new PreflightException(
                    "The job lacks permissions at " + options.bootstrap() + ": " + cause.getMessage(), cause);
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new PreflightException(
                "Kafka at " + options.bootstrap() + " cannot be used with these settings: " + root.getMessage(), cause);
    }
}

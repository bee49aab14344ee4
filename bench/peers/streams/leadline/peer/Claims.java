// Create and claim, first come first served: a lead is created once and put into a queue by the rules;
// a claim gets it when it is free and neither the user nor the partner has as many open leads of the
// queue as its limits allow. A command that comes again gets its first outcome, marked repeated. Out
// go an outcome per command and an event for each thing that happened, refusals too, as Leadline tells
// them with its feed on.
package leadline.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

final class Claims implements Processor<byte[], byte[], byte[], byte[]> {
    static final String SETUP = "setup";
    static final String LEADS = "leads";
    static final String COUNTS = "counts";
    static final String SEEN = "seen";
    static final String POSITION = "position";

    private static final String THIRTY_DAYS = "30";

    // Of the command that this thread is at: what goes out goes to the same partition.
    static final ThreadLocal<Integer> PARTITION = ThreadLocal.withInitial(() -> 0);

    private ProcessorContext<byte[], byte[]> context;
    private Setup setup;
    private KeyValueStore<String, String> leads; // queue, or queue and owner and since
    private KeyValueStore<String, Long> counts; // of open claims
    private KeyValueStore<String, String> seen; // the outcome's own words
    private KeyValueStore<String, Long> positions;
    private long position;
    private final StringBuilder text = new StringBuilder(1024);

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        setup = new Setup(context.getStateStore(SETUP));
        leads = context.getStateStore(LEADS);
        counts = context.getStateStore(COUNTS);
        seen = context.getStateStore(SEEN);
        positions = context.getStateStore(POSITION);
        Long last = positions.get(POSITION);
        position = last == null ? 0 : last;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        PARTITION.set(context.taskId().partition());
        Command command;
        try {
            command = Command.read(record.value());
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong); // the benchmark sends none
        }
        String name = command.program + '|' + command.source + '|' + command.id;
        String before = seen.get(name);
        if (before != null) {
            outcome(record, command, before + ",\"repeated\":true");
            return;
        }
        String said =
                switch (command.type) {
                    case "CreateLead" -> create(record, command);
                    case "ClaimLead" -> claim(record, command);
                    default -> setUp(record, command);
                };
        positions.put(POSITION, position);
        seen.put(name, said);
        outcome(record, command, said);
    }

    private String setUp(Record<byte[], byte[]> record, Command command) {
        setup.take(command);
        long first = position + 1;
        event(record, command, command.type + "Done", command.program, command.data);
        return accepted(first, "\"" + command.type + "Done\"");
    }

    private String create(Record<byte[], byte[]> record, Command command) {
        String key = command.program + '/' + command.lead;
        if (leads.get(key) != null) return refused(record, command, "lead_exists", null);
        String queue = setup.queueFor(command.program, command.leadSource);
        long first = position + 1;
        leads.put(key, queue);
        event(record, command, "LeadCreated", command.lead, "{\"asked\":" + command.data + "}");
        event(
                record,
                command,
                "LeadQueued",
                command.lead,
                "{\"lead\":\"" + command.lead + "\",\"queue\":\"" + queue
                        + "\",\"why\":{\"ruleset_version\":1,\"by\":\"entry\",\"source\":\""
                        + command.leadSource + "\",\"action\":\"queue\"}}");
        return accepted(first, "\"LeadCreated\",\"LeadQueued\"");
    }

    private String claim(Record<byte[], byte[]> record, Command command) {
        String key = command.program + '/' + command.lead;
        String lead = leads.get(key);
        if (lead == null) return refused(record, command, "no_such_lead", null);
        String user = command.actor.substring(command.actor.indexOf(':') + 1);
        String partner = setup.partnerOf(command.program, user);
        if (partner == null) return refused(record, command, "no_such_user", null);
        int owned = lead.indexOf('\n');
        if (owned >= 0)
            return refused(
                    record,
                    command,
                    "lead_already_claimed",
                    lead.substring(lead.lastIndexOf('\n') + 1));
        String userKey = command.program + '/' + lead + '/' + user;
        String partnerKey = command.program + '/' + lead + '/' + partner;
        long ofUser = count(userKey);
        long ofPartner = count(partnerKey);
        Setup.Queue queue = setup.queue(command.program, lead);
        if (queue.openPerUser() != 0 && ofUser >= queue.openPerUser())
            return refused(record, command, "user_limit_reached", null);
        if (queue.openPerPartner() != 0 && ofPartner >= queue.openPerPartner())
            return refused(record, command, "partner_limit_reached", null);
        String since = time(record);
        leads.put(key, lead + '\n' + user + '\n' + since);
        counts.put(userKey, ofUser + 1);
        counts.put(partnerKey, ofPartner + 1);
        long first = position + 1;
        event(
                record,
                command,
                "LeadClaimed",
                command.lead,
                "{\"lead\":\"" + command.lead + "\",\"queue\":\"" + lead + "\",\"user\":\"" + user
                        + "\",\"partner\":\"" + partner + "\",\"touch_by\":\"" + since
                        + "\",\"days\":" + THIRTY_DAYS + "}");
        return accepted(first, "\"LeadClaimed\"");
    }

    private long count(String key) {
        Long count = counts.get(key);
        return count == null ? 0 : count;
    }

    private static String accepted(long first, String events) {
        return "\"outcome\":\"accepted\",\"position\":" + first + ",\"events\":[" + events + "]";
    }

    private String refused(
            Record<byte[], byte[]> record, Command command, String reason, String since) {
        long first = position + 1;
        String about = since == null ? "" : ",\"since\":\"" + since + "\"";
        event(
                record,
                command,
                command.type + "Rejected",
                command.lead,
                "{\"asked\":" + command.data + ",\"reason\":\"" + reason + "\"" + about + "}");
        return "\"outcome\":\"rejected\",\"reason\":\"" + reason + "\",\"position\":" + first
                + ",\"detail\":{\"about\":\"" + command.lead + "\"" + about + "}";
    }

    private static String time(Record<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp()).toString();
    }

    private void event(
            Record<byte[], byte[]> record,
            Command command,
            String type,
            String subject,
            String data) {
        ++position;
        text.setLength(0);
        text.append("{\"specversion\":\"1.0\",\"id\":\"").append(position);
        text.append("\",\"source\":\"peer/").append(command.program);
        text.append("\",\"type\":\"").append(type);
        text.append("\",\"subject\":\"lead/").append(subject);
        text.append("\",\"time\":\"").append(time(record));
        text.append("\",\"datacontenttype\":\"application/json\",\"sequence\":\"");
        text.append(String.valueOf(100_000_000_000_000_000L + position));
        text.append("\",\"partitionkey\":\"").append(command.program);
        text.append("\",\"program\":\"").append(command.program);
        text.append("\",\"command\":\"").append(command.type);
        text.append("\",\"causationid\":\"").append(command.source).append('|').append(command.id);
        text.append("\",\"actor\":\"").append(command.actor);
        text.append("\",\"data\":").append(data).append('}');
        send(record, "events", "lead/" + subject);
    }

    private void outcome(Record<byte[], byte[]> record, Command command, String said) {
        text.setLength(0);
        text.append("{\"program\":\"").append(command.program);
        text.append("\",\"source\":\"").append(command.source);
        text.append("\",\"id\":\"").append(command.id).append("\",");
        text.append(said).append('}');
        send(record, "outcomes", command.source);
    }

    private void send(Record<byte[], byte[]> record, String sink, String key) {
        byte[] value = text.toString().getBytes(StandardCharsets.UTF_8);
        context.forward(
                new Record<>(key.getBytes(StandardCharsets.UTF_8), value, record.timestamp()),
                sink);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows every meter of a registry as an MBean that reads it when asked. (Micrometer's own way to JMX is a second registry,
 * in which every call would have to be recorded again.)
 */
final class JmxMeters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JmxMeters.class);
    private static final String TYPE = "io.facet:type=Metrics,name=";

    private final MBeanServer server;
    private final Map<Meter.Id, ObjectName> names = new ConcurrentHashMap<>();

    JmxMeters(MeterRegistry registry, MBeanServer server) {
        this.server = server;
        registry.config().onMeterAdded(this::register).onMeterRemoved(meter -> unregister(meter.getId()));
    }

    private void register(Meter meter) {
        try {
            ObjectName name = name(meter.getId());
            server.registerMBean(new MeterBean(meter), name);
            names.put(meter.getId(), name);
        } catch (JMException e) {
            LOG.warn("The metric {} is not in JMX", meter.getId(), e);
        }
    }

    private void unregister(Meter.Id id) {
        ObjectName name = names.remove(id);
        if (name != null) {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                LOG.warn("The metric {} stays in JMX", id, e);
            }
        }
    }

    private static ObjectName name(Meter.Id id) throws JMException {
        StringBuilder name = new StringBuilder(TYPE).append(id.getName());
        for (Tag tag : id.getTagsAsIterable()) {
            name.append(',').append(tag.getKey()).append('=').append(ObjectName.quote(tag.getValue()));
        }
        return ObjectName.getInstance(name.toString());
    }

    @Override
    public void close() {
        names.keySet().forEach(this::unregister);
    }

    /** One meter, with an attribute for each of its figures: Count, TotalTime and Max of a timer, Value of a gauge. */
    private record MeterBean(Meter meter) implements DynamicMBean {

        @Override
        public Object getAttribute(String attribute) throws AttributeNotFoundException {
            return StreamSupport.stream(meter.measure().spliterator(), false)
                    .filter(each -> name(each).equals(attribute))
                    .map(Measurement::getValue)
                    .findFirst()
                    .orElseThrow(() -> new AttributeNotFoundException(attribute));
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            Map<String, Double> values = StreamSupport.stream(meter.measure().spliterator(), false)
                    .collect(Collectors.toMap(MeterBean::name, Measurement::getValue));
            AttributeList list = new AttributeList();
            Arrays.stream(attributes)
                    .filter(values::containsKey)
                    .map(each -> new Attribute(each, values.get(each)))
                    .forEach(list::add);
            return list;
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            String unit = Objects.requireNonNullElse(meter.getId().getBaseUnit(), "a plain number");
            MBeanAttributeInfo[] attributes = StreamSupport.stream(
                            meter.measure().spliterator(), false)
                    .map(each -> new MBeanAttributeInfo(name(each), "double", unit, true, false, false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(
                    MeterBean.class.getName(), meter.getId().getDescription(), attributes, null, null, null);
        }

        /** {@code TotalTime} of {@code TOTAL_TIME}. */
        private static String name(Measurement measurement) {
            Statistic statistic = measurement.getStatistic();
            return Arrays.stream(statistic.name().split("_"))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining());
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String action, Object[] params, String[] signature) throws ReflectionException {
            throw new ReflectionException(new NoSuchMethodException(action), "a meter has no operations");
        }
    }
}

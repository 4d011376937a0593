// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.apiserver.internal.facade.SwapFigures;
import io.facet.apiserver.internal.facade.SwapFiguresMXBean;
import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the sums of exchanges in JMX for as long as the server runs. */
final class SwapBean {

    private static final Logger LOG = LoggerFactory.getLogger(SwapBean.class);

    private final SwapFigures figures;

    SwapBean(SwapFigures figures) {
        this.figures = figures;
    }

    void register() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(figures, ObjectName.getInstance(SwapFiguresMXBean.NAME));
        } catch (JMException e) {
            LOG.warn("The figures of exchanges are not in JMX", e);
        }
    }

    void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(ObjectName.getInstance(SwapFiguresMXBean.NAME));
        } catch (InstanceNotFoundException e) {
            LOG.debug("The figures of exchanges were not in JMX");
        } catch (JMException e) {
            LOG.warn("The figures of exchanges stay in JMX", e);
        }
    }
}

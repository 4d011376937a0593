// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

import java.util.Map;

/**
 * How a volume is attached.
 *
 * @param deviceName device name, such as {@code sdb}, possibly empty
 * @param deviceLink device link, possibly empty
 * @param busAddress bus address, possibly empty
 * @param readOnly whether it is attached read-only
 * @param planDeviceType device type of the attachment plan, possibly empty
 * @param planDeviceAttributes device attributes of the attachment plan
 */
public record VolumeAttachmentInfo(
        String deviceName,
        String deviceLink,
        String busAddress,
        boolean readOnly,
        String planDeviceType,
        Map<String, String> planDeviceAttributes) {
    public VolumeAttachmentInfo {
        planDeviceAttributes = Map.copyOf(planDeviceAttributes);
    }
}

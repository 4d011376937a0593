// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.util.List;
import org.junit.Test;

/** What the service does itself; all else is tested through the facade, on the real services. */
public class ProvisioningServiceImplTest {

    @Test
    public void serviceUnderneathThatIsExchangedMeansTryAgain() {
        assertThatThrownBy(() -> new ProvisioningServiceImpl().remove(null, "model", List.of()))
                .isInstanceOfSatisfying(FacetException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.TRY_AGAIN);
                    assertThat(e).hasMessage("the model service is being exchanged; try again");
                });
    }
}

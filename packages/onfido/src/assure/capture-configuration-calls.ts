import { type IdvResult, type JsonObject, type JsonValue, success } from "@idvkit/core";
import {
  type CaptureConfiguration,
  checkCaptureConfiguration,
  mergeCaptureConfiguration,
  readCaptureConfiguration,
  readCaptureConfigurations,
} from "./capture-configuration.ts";
import { assurePaths } from "./paths.ts";
import type { AssureCall, AssureSender } from "./request.ts";

/** The calls about capture configurations. What is written is checked before any request (`invalid_input`). */
export interface CaptureConfigurationCalls {
  /** As Assure gives them: no official text says what an entry of the list holds. */
  listCaptureConfigurations(call: AssureCall): Promise<IdvResult<JsonValue[]>>;
  /** Null when there is none of this id (404). */
  getCaptureConfiguration(id: string, call: AssureCall): Promise<IdvResult<CaptureConfiguration | null>>;
  /** Makes a new one under an id of the caller's choice. */
  createCaptureConfiguration(
    id: string,
    configuration: CaptureConfiguration,
    call: AssureCall,
  ): Promise<IdvResult<void>>;
  /** Replaces an existing one as a whole. */
  replaceCaptureConfiguration(
    id: string,
    configuration: CaptureConfiguration,
    call: AssureCall,
  ): Promise<IdvResult<void>>;
  /**
   * Changes the given members, and the given ones of `onfidoConfig`, of an existing configuration, or makes a new one.
   * Reading and writing are two requests: what somebody else writes between them is lost.
   */
  saveCaptureConfiguration(
    id: string,
    change: CaptureConfiguration,
    call: AssureCall,
  ): Promise<IdvResult<"created" | "replaced">>;
}

export function captureConfigurationCalls({ readJson, findJson, finish }: AssureSender): CaptureConfigurationCalls {
  const path = assurePaths.captureConfiguration;

  const get: CaptureConfigurationCalls["getCaptureConfiguration"] = (configurationId, call) =>
    findJson({ method: "GET", path, parameters: { configurationId } }, call, readCaptureConfiguration);
  const write = async (
    method: "POST" | "PUT",
    configurationId: string,
    configuration: CaptureConfiguration,
    call: AssureCall,
  ) => {
    const checked = checkCaptureConfiguration(configuration);
    if (!checked.ok) return checked;
    // A member that is undefined is no member in JSON.
    return finish({ method, path, parameters: { configurationId }, json: checked.value as JsonObject }, call);
  };

  return {
    listCaptureConfigurations(call) {
      return readJson({ method: "GET", path: assurePaths.captureConfigurations }, call, readCaptureConfigurations);
    },
    getCaptureConfiguration: get,
    createCaptureConfiguration(id, configuration, call) {
      return write("POST", id, configuration, call);
    },
    replaceCaptureConfiguration(id, configuration, call) {
      return write("PUT", id, configuration, call);
    },
    async saveCaptureConfiguration(id, change, call) {
      const checked = checkCaptureConfiguration(change);
      if (!checked.ok) return checked;
      const current = await get(id, call);
      if (!current.ok) return current;
      const [method, configuration, outcome] =
        current.value === null
          ? (["POST", change, "created"] as const)
          : (["PUT", mergeCaptureConfiguration(current.value, change), "replaced"] as const);
      const written = await write(method, id, configuration, call);
      return written.ok ? success(outcome) : written;
    },
  };
}

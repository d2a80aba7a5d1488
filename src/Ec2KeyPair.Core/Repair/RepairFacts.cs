namespace Ec2KeyPair.Core.Repair;

/// <summary>Names of what the journal of a repair remembers.</summary>
internal static class RepairFacts
{
    internal const string Yes = "yes";
    internal const string No = "no";

    /// <summary>Whether the instance ran before.</summary>
    internal const string WasRunning = "wasRunning";

    /// <summary>The account on the instance.</summary>
    internal const string User = "user";

    /// <summary>The new public key, an OpenSSH line.</summary>
    internal const string Key = "key";

    /// <summary>A word by which something on a console is known to belong to this repair.</summary>
    internal const string Nonce = "nonce";

    /// <summary>The root volume.</summary>
    internal const string Volume = "volume";

    /// <summary>The device that it was attached as.</summary>
    internal const string Device = "device";

    /// <summary>Whether it is deleted with the instance.</summary>
    internal const string IsDeletedWithInstance = "isDeletedWithInstance";

    /// <summary>The client token of the helper's launch.</summary>
    internal const string HelperToken = "helperToken";

    /// <summary>The helper's id.</summary>
    internal const string Helper = "helper";

    /// <summary>The SHA-256 of the user data that was there before; the data itself may hold secrets and is kept in a file of its own.</summary>
    internal const string UserDataDigest = "userDataSha256";

    /// <summary>The client token of the runbook's execution.</summary>
    internal const string ExecutionToken = "executionToken";

    /// <summary>The runbook's execution.</summary>
    internal const string Execution = "execution";

    /// <summary>When the key's parameter was last written before, ISO 8601; empty when there was none.</summary>
    internal const string ParameterBefore = "parameterBefore";

    /// <summary>By which route a login has proven the key.</summary>
    internal const string Proof = "proof";
}

namespace Ec2KeyPair.Core.Rotation;

/// <summary>By which way keys are changed. That the new one opens is proven by a login over SSH in every case.</summary>
public enum RotationRoute
{
    /// <summary>SSH; Run Command where nothing that is here opens the instance.</summary>
    Auto,

    /// <summary>SSH, with a key that opens now.</summary>
    Ssh,

    /// <summary>Run Command, 50 instances with one request.</summary>
    RunCommand,
}

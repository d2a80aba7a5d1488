namespace Ec2KeyPair.AwsEndpoint.SigV4;

/// <summary>Why a signature is refused; each protocol has its own code for it.</summary>
public enum SignatureFault
{
    Missing,
    Incomplete,
    UnknownKey,
    WrongToken,
    ExpiredToken,
    Expired,
    Mismatch,
    WrongScope,
}

public sealed class SignatureException(SignatureFault fault, string? detail = null) : Exception(detail ?? fault.ToString())
{
    public SignatureFault Fault { get; } = fault;

    public string? Detail { get; } = detail;
}

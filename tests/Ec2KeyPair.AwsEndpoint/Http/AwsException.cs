namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>A refusal in AWS's words. The protocol of the request decides how it is written.</summary>
public sealed class AwsException : Exception
{
    public AwsException(string code, string message, int status = 400)
        : base(message)
    {
        Code = code;
        Status = status;
    }

    public AwsException()
        : this("InternalError", "An internal error has occurred", 500)
    {
    }

    public AwsException(string message)
        : this("InternalError", message, 500)
    {
    }

    public AwsException(string message, Exception inner)
        : base(message, inner)
    {
        Code = "InternalError";
        Status = 500;
    }

    public string Code { get; }

    public int Status { get; }

    public static AwsException MissingParameter(string name) =>
        new("MissingParameter", $"The request must contain the parameter {name}");

    public static AwsException InvalidParameter(string name, string? value, string why) =>
        new("InvalidParameterValue", $"Value ({value}) for parameter {name} is invalid. {why}");
}
